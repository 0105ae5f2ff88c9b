using System.Globalization;
using System.Text;
using OpenTraces.Schema;
using OpenTraces.TestKit;

namespace OpenTraces.Bucket.Torture.Work;

/// <summary>
/// A session whose every byte follows from its id, so that whoever finds it in a bucket can tell whether what it finds was
/// ever written. It grows step by step; its second branch was rewound and went on otherwise.
/// </summary>
public sealed class TortureSession
{
    public const string CompanionName = "notes.txt";

    private readonly SomeSession[] _branches;
    private readonly Lazy<(byte[] Raw, IReadOnlyList<Step> Steps)[]> _complete;
    private readonly byte[] _companion;

    private TortureSession(string id, SessionSize size, int seed)
    {
        Id = id;
        Size = size;
        _branches = [Branch(id, size, seed, 0), Branch(id, size, seed, 1)];
        Steps = _branches[0].Steps;
        Trace = _branches[0].Build(1).Key.ToTraceId();
        _complete = new(() => [.. _branches.Select(b => b.Build()).Select(c => (Bytes(c.Sources[0]), c.Record.Steps))]);
        _companion = size == SessionSize.Medium
            ? Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, Steps).Select(i => $"{id} note {i}\n")))
            : [];
    }

    public string Id { get; }

    public SessionSize Size { get; }

    public TraceId Trace { get; }

    /// <summary>The steps of each branch.</summary>
    public int Steps { get; }

    public static string Name(string writer, int number, SessionSize size) =>
        string.Create(CultureInfo.InvariantCulture, $"{writer}-{number}-{size}");

    public static TortureSession Of(string id)
    {
        var size = Enum.Parse<SessionSize>(id.AsSpan(id.LastIndexOf('-') + 1));
        var seed = BitConverter.ToInt32(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(id)));
        return new TortureSession(id, size, seed);
    }

    /// <summary>What a reader of the session would have captured when it had so many steps.</summary>
    public CapturedTrace Capture(int branch, int steps)
    {
        var trace = _branches[branch].Build(steps);
        if (_companion.Length == 0)
            return trace;
        var length = (int)((long)_companion.Length * steps / Steps);
        return trace with { Sources = [.. trace.Sources, Some.Source(_companion[..length], CompanionName)] };
    }

    /// <summary>An overlay that anchors every hunk of both branches in one commit, whichever generation is served.</summary>
    public TrailOverlay Overlay(string commit)
    {
        var overlays = _branches.Select(b => Some.Overlay(b.Build(), "repository-1", commit)).ToList();
        return overlays[0] with
        {
            Anchors = overlays.SelectMany(o => o.Anchors).DistinctBy(a => a.Key).ToDictionary(StringComparer.Ordinal),
        };
    }

    /// <summary>Whether a source's bytes were ever those of this session.</summary>
    public bool Explains(string source, ReadOnlySpan<byte> bytes)
    {
        if (source == CompanionName)
            return _companion.AsSpan().StartsWith(bytes);
        foreach (var (whole, _) in _complete.Value)
        {
            if (whole.AsSpan().StartsWith(bytes) && (bytes.IsEmpty || bytes[^1] == (byte)'\n'))
                return true;
        }

        return false;
    }

    /// <summary>Whether a step was ever one of this session. Long texts are kept as previews, so of them only the time is compared.</summary>
    public bool Explains(Step step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return _complete.Value.Any(branch => step.StepIndex >= 1 && step.StepIndex <= branch.Steps.Count
            && branch.Steps[step.StepIndex - 1] is var known && known.Timestamp == step.Timestamp && known.Role == step.Role
            && (Size == SessionSize.Large || known.Content == step.Content));
    }

    private static SomeSession Branch(string id, SessionSize size, int seed, int branch)
    {
        var random = new Random(seed);
        var (steps, words) = size switch
        {
            SessionSize.Small => (random.Next(3, 12), 8),
            SessionSize.Medium => (random.Next(12, 50), 60),
            _ => (random.Next(10, 16), 10_000),
        };
        var session = new SomeSession(id).User("Why does the parser drop the last line? It is " + id);
        session.Chatter(steps / 2, seed, words);
        session.Delay = branch * 600;
        return session.Chatter(steps - (steps / 2), seed + 1 + branch, words);
    }

    private static byte[] Bytes(RawSource source)
    {
        using var stream = source.Open();
        var bytes = new byte[source.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
