using System.Text;
using OpenTraces.Capture;
using OpenTraces.Capture.Harnesses;
using OpenTraces.TestKit;

namespace OpenTraces.Fuzz.Seeds;

/// <summary>What mutants are made of: real sessions where there are any, else a few of our own.</summary>
public sealed class SampleSessions
{
    private readonly List<List<SampleSession>> _byHarness;

    private SampleSessions(IEnumerable<SampleSession> sessions, string origin)
    {
        Origin = origin;
        _byHarness = [.. sessions.GroupBy(static s => s.Harness).OrderBy(static g => g.Key, StringComparer.Ordinal).Select(static g => g.ToList())];
    }

    public string Origin { get; }

    public int Count => _byHarness.Sum(static sessions => sessions.Count);

    public IReadOnlyList<string> Harnesses => [.. _byHarness.Select(static sessions => sessions[0].Harness)];

    public static IReadOnlyList<IHarnessParser> Parsers() => HarnessCatalog.Own();

    /// <summary>The corpus where it is, else our own fixtures.</summary>
    public static SampleSessions Load() => Corpus.Exists ? OfFolder(Corpus.RequireRoot()) : Own();

    public static SampleSessions Own() => new(
        OwnSessions.All.Select(static s => SampleSession.Of(s.Harness, Encoding.UTF8.GetBytes(s.Text))!), "own fixtures");

    public static SampleSessions OfFolder(string folder)
    {
        var catalog = new HarnessCatalog();
        var sessions = new List<SampleSession>();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var bytes = File.ReadAllBytes(file);
            var header = bytes.AsSpan(0, Math.Min(bytes.Length, HarnessProbe.HeaderLength));
            if (catalog.Detect(new HarnessProbe(header, header.Length == bytes.Length, Path.GetFileName(file))).Parser is { } parser
                && SampleSession.Of(parser.Harness, bytes) is { } sample)
                sessions.Add(sample);
        }

        return new(sessions, "corpus");
    }

    /// <summary>Any harness as likely as another, however many sessions it has.</summary>
    internal SampleSession Pick(Random random)
    {
        var sessions = _byHarness[random.Next(_byHarness.Count)];
        return sessions[random.Next(sessions.Count)];
    }
}
