using System.Diagnostics.CodeAnalysis;
using OpenTraces.Bucket;
using OpenTraces.Capture.Harnesses;
using OpenTraces.Capture.Import;
using OpenTraces.Schema;

namespace OpenTraces.Capture;

/// <summary>
/// Makes the records of stored sessions again with the parsers at hand, from their raw bytes alone. Register it in
/// <see cref="BucketOptions.RecordBuilders"/>.
/// </summary>
/// <remarks>
/// The name of the file a session came from is not kept. Where a harness puts an id there and nowhere in the file, the
/// id of the trace stands in for it.
/// </remarks>
[Experimental("OT0001")]
public sealed class SessionRecordBuilder : IRecordBuilder
{
    private const string MainName = RawSource.MainName;

    private readonly HarnessCatalog _catalog;
    private readonly ImportOptions _options;

    /// <summary>A builder with the harnesses of this package, and any given, which are asked first.</summary>
    public SessionRecordBuilder(IEnumerable<IHarnessParser>? parsers = null, ImportOptions? options = null)
    {
        _catalog = new HarnessCatalog(parsers);
        _options = options ?? new ImportOptions();
    }

    /// <inheritdoc/>
    public async ValueTask<CapturedTrace?> BuildAsync(
        TraceKey key, IReadOnlyList<RawSource> sources, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(sources);
        if (_catalog.Find(key.Agent) is not { } parser)
            return null;
        var main = sources.First(s => s.Name == MainName);
        var companions = new SortedDictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var source in sources.Where(s => s.Name is not (MainName or CallLog.SourceName)))
            companions.Add(source.Name, await ReadAsync(source, cancellationToken).ConfigureAwait(false));

        var isLarge = main.Length > _options.MaxHeldBytes;
        var calls = sources.FirstOrDefault(s => s.Name == CallLog.SourceName);
        var session = new SessionCollector(keepsSteps: !isLarge, keepsCalls: calls is not null);
        using var content = main.Open();
        var header = await parser.ParseAsync(Source(content), session, cancellationToken).ConfigureAwait(false);
        var seen = calls is null
            ? SeenCalls.None : SeenCalls.Of(CallLog.Parse((await ReadAsync(calls, cancellationToken).ConfigureAwait(false)).Span), session);
        return TraceAssembly.Build(header, session, parser, sources, seen, isLarge ? new StepReplay(parser, main, Source) : null);

        SessionSource Source(Stream bytes) => new()
        {
            FileName = (key.SubAgentId is { } subAgent ? "agent-" + subAgent : key.SessionId) + ".jsonl",
            Content = bytes,
            Reopen = isLarge ? main.Open : null,
            Companions = companions,
            MaxLineBytes = _options.MaxLineBytes,
        };
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(RawSource source, CancellationToken cancellationToken)
    {
        using var stream = source.Open();
        var bytes = new byte[source.Length];
        await stream.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        return bytes;
    }
}
