using OpenTraces.Capture.Harnesses.Pi.Branches;
using OpenTraces.Capture.Harnesses.Pi.Lines;
using OpenTraces.Capture.Reading;

namespace OpenTraces.Capture.Harnesses.Pi;

/// <summary>
/// Reads the session files of the Pi coding agent, and of hosts that embed it (<see cref="PiVersions"/>). Which entries the
/// conversation ended with is known only at the end of the file: a small session's entries are held until then, a large one
/// is read ahead without its texts.
/// </summary>
internal sealed class PiParser : IHarnessParser
{
    public const string Name = "pi";

    public string Harness => Name;

    public int Version => 6;

    public bool CanRead(HarnessProbe probe) => PiDetector.IsSession(ProbeScan.Objects(probe));

    public async ValueTask<SessionHeader> ParseAsync(
        SessionSource source, ISessionSink sink, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(sink);
        using var reader = new PiReader(source);
        var session = source.Reopen is { } reopen
            ? await ReadTwiceAsync(source, reopen, reader, sink, cancellationToken).ConfigureAwait(false)
            : await HoldAsync(reader, sink, cancellationToken).ConfigureAwait(false);
        return await session.FinishAsync(source, reader.FirstEntry, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<PiSession> HoldAsync(PiReader reader, ISessionSink sink, CancellationToken cancellationToken)
    {
        var (entries, tree, answers) = (new List<PiEntry>(), new PiTree(), new PiAnswers());
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { } entry)
        {
            reader.Media.ReportTo(sink);
            entries.Add(entry);
            answers.Add(entry, tree.Count);
            tree.Add(entry);
        }

        tree.Close();
        answers.Close(tree);
        var session = new PiSession(sink, tree, answers);
        foreach (var entry in entries)
            await session.AddAsync(entry, cancellationToken).ConfigureAwait(false);
        return session;
    }

    private static async ValueTask<PiSession> ReadTwiceAsync(
        SessionSource source, Func<Stream> reopen, PiReader reader, ISessionSink sink, CancellationToken cancellationToken)
    {
        var (tree, answers, ahead, seal) = (new PiTree(), new PiAnswers(), new PiSeal(), new PiSeal());
        using (var content = reopen())
        using (var outline = new PiReader(source with { Content = content }, isOutline: true))
        {
            while (await outline.ReadAsync(cancellationToken).ConfigureAwait(false) is { } entry)
            {
                answers.Add(entry, tree.Count);
                tree.Add(entry);
                ahead.Add(entry);
            }
        }

        tree.Close();
        answers.Close(tree);
        var session = new PiSession(sink, tree, answers);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { } entry)
        {
            seal.Add(entry);
            reader.Media.ReportTo(sink);
            await session.AddAsync(entry, cancellationToken).ConfigureAwait(false);
        }

        seal.Require(ahead);
        return session;
    }
}
