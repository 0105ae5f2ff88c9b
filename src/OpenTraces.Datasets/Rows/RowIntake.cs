using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.Datasets.Rows;

/// <summary>
/// What happens to each emitted row: floor, schema, identity, duplicate check. What passes is staged; nothing unredacted
/// is ever written.
/// </summary>
internal sealed class RowIntake : IRowSink, IDisposable
{
    private readonly RunPacket _packet;
    private readonly string _executor;
    private readonly SecurityPipeline _pipeline;
    private readonly IRowSchema _schema;
    private readonly HashSet<ContentHash> _known;
    private readonly Stream? _staging;
    private readonly IProgress<RunProgress>? _progress;
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly List<StagedRow> _staged = [];
    private readonly List<RefusedRow> _invalid = [];
    private readonly List<RefusedRow> _rejected = [];

    /// <param name="packet">The run.</param>
    /// <param name="executor">Who runs it.</param>
    /// <param name="pipeline">The floor and what else was asked for.</param>
    /// <param name="schema">What a row must fit.</param>
    /// <param name="known">Identities the dataset holds; grows.</param>
    /// <param name="staging">Takes the bytes of accepted rows; null in a dry run.</param>
    /// <param name="progress">Told after every row.</param>
    public RowIntake(
        RunPacket packet, string executor, SecurityPipeline pipeline, IRowSchema schema, HashSet<ContentHash> known, Stream? staging, IProgress<RunProgress>? progress)
    {
        (_packet, _executor, _pipeline, _schema, _known, _staging, _progress) = (packet, executor, pipeline, schema, known, staging, progress);
    }

    public int Emitted { get; private set; }

    public int Accepted { get; private set; }

    public int Duplicates { get; private set; }

    public int Redactions { get; private set; }

    public IReadOnlyList<StagedRow> Staged => _staged;

    public IReadOnlyList<RefusedRow> Invalid => _invalid;

    public IReadOnlyList<RefusedRow> Rejected => _rejected;

    public async ValueTask EmitAsync(RawJson row, CancellationToken cancellationToken = default)
    {
        if (row.Kind != System.Text.Json.JsonValueKind.Object)
            throw new OpenTracesException(OpenTracesErrorCode.InvalidTrace, $"Row {Emitted + 1} of the workflow '{_packet.Workflow}' is not a JSON object.");
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // An executor that does not count is stopped here.
            if (_packet.Limit is { } limit && Emitted >= limit)
                return;
            Emitted++;
            await TakeAsync(row, cancellationToken).ConfigureAwait(false);
            _progress?.Report(new RunProgress(Emitted, Accepted));
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async ValueTask TakeAsync(RawJson row, CancellationToken cancellationToken)
    {
        var (redacted, report) = await _pipeline.RedactAsync(row, cancellationToken).ConfigureAwait(false);
        Redactions += report.Redactions;

        // A judge's word blocks a row and lets a person see why; everything else means that the text itself is not safe.
        var reasons = Clearance.ReasonsAgainst(report).Where(r => r != Clearance.JudgeHold).ToList();
        if (reasons.Count > 0)
        {
            _rejected.Add(new RefusedRow(Emitted, reasons));
            return;
        }

        var errors = _schema.Validate(redacted);
        if (errors.Count > 0)
        {
            _invalid.Add(new RefusedRow(Emitted, errors));
            return;
        }

        var line = new System.Buffers.ArrayBufferWriter<byte>();
        CanonicalJson.Write(line, redacted);
        var identity = ContentHash.Of(line.WrittenSpan);
        if (!_known.Add(identity))
        {
            Duplicates++;
            return;
        }

        Accepted++;
        if (_staging is not null)
            await StageAsync(identity, RawJson.FromTrusted(line.WrittenMemory), report, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask StageAsync(ContentHash identity, RawJson row, SecurityReport report, CancellationToken cancellationToken)
    {
        await _staging!.WriteAsync(row.Utf8, cancellationToken).ConfigureAwait(false);
        await _staging.WriteAsync("\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        _staged.Add(new StagedRow(
            identity,
            row.Utf8.Length,
            row.GetString("source_trace_id"u8),
            row.GetString("source_unit_id"u8),
            RowProvenance.Write(StagedRow.IdOf(identity), _packet, _executor, row, report)));
    }
}
