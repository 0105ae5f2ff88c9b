using System.Globalization;
using OpenTraces.Bucket;
using OpenTraces.Datasets.Files;
using OpenTraces.Datasets.Rows;
using OpenTraces.Schema;

namespace OpenTraces.Datasets.Runs;

/// <summary>One run from lock to report. Either all its rows are appended, or the dataset is as it was.</summary>
internal sealed class DatasetRun
{
    private const string StagingFile = "staged.jsonl";

    public required DatasetFolder Folder { get; init; }

    public required DatasetManifest Manifest { get; init; }

    public required RunOptions Options { get; init; }

    public required IWorkflowExecutor Executor { get; init; }

    /// <summary>The workflow's digest as it is now; the manifest's where the executor does not say.</summary>
    public required string WorkflowDigest { get; init; }

    public required SecurityPipeline Pipeline { get; init; }

    public required IRowSchema Schema { get; init; }

    public required string SchemaDigest { get; init; }

    public required TimeProvider Clock { get; init; }

    public IProgress<RunProgress>? Progress { get; init; }

    public async Task<RunReport> ExecuteAsync(CancellationToken cancellationToken)
    {
        if (Options.DryRun)
        {
            var index = await RowIndex.ReadAsync(Folder, cancellationToken).ConfigureAwait(false);
            var packet = PacketOf(NewRunId());
            using var intake = IntakeOf(packet, index, staging: null);
            var outcome = await Executor.ExecuteAsync(packet, intake, cancellationToken).ConfigureAwait(false);
            return ReportOf(packet, outcome, intake);
        }

        using var running = DatasetLock.Take(Folder.RunLock, "run of this dataset");
        return await ExecuteLockedAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<RunReport> ExecuteLockedAsync(CancellationToken cancellationToken)
    {
        var index = await RowIndex.ReadAsync(Folder, cancellationToken).ConfigureAwait(false);
        await RowFiles.RepairAsync(Folder, index, cancellationToken).ConfigureAwait(false);
        RemoveLeftovers();
        var packet = PacketOf(NewRunId());
        var runFolder = Folder.Run(packet.RunId);
        DurableFile.CreateFolder(runFolder);
        var startedAt = RunRecord.Stamp(Clock.GetUtcNow());
        try
        {
            var report = await StageAndAppendAsync(packet, index, Path.Combine(runFolder, StagingFile), startedAt, cancellationToken).ConfigureAwait(false);
            await RunRecord.WriteAsync(runFolder, report, packet, Executor.Name, SchemaDigest, startedAt, RunRecord.Stamp(Clock.GetUtcNow())).ConfigureAwait(false);
            return report;
        }
        catch (Exception e)
        {
            await RunRecord.WriteFailureAsync(runFolder, packet, Executor.Name, SchemaDigest, startedAt, RunRecord.Stamp(Clock.GetUtcNow()), e).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<RunReport> StageAndAppendAsync(
        RunPacket packet, RowIndex index, string stagingPath, string startedAt, CancellationToken cancellationToken)
    {
        var staging = DurableFile.Open(stagingPath, FileMode.CreateNew);
        try
        {
            using var intake = IntakeOf(packet, index, staging);
            var outcome = await Executor.ExecuteAsync(packet, intake, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            var report = ReportOf(packet, outcome, intake);
            if (report.Requests.Count == 0)
                await AppendAsync(packet, index, staging, intake.Staged, startedAt).ConfigureAwait(false);
            return report;
        }
        finally
        {
            await staging.DisposeAsync().ConfigureAwait(false);
            File.Delete(stagingPath);
        }
    }

    // From here on nobody cancels: what fails now (a full disk) is rolled back instead.
    private async Task AppendAsync(RunPacket packet, RowIndex index, FileStream staging, IReadOnlyList<StagedRow> staged, string appendedAt)
    {
        await staging.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        staging.Position = 0;
        try
        {
            await RowFiles.AppendAsync(
                Folder, index, staging, [.. staged.Select(r => r.Provenance)], Entries(packet, index, staged, appendedAt)).ConfigureAwait(false);
        }
        catch (IOException)
        {
            RowFiles.RollBack(Folder, index);
            throw;
        }
    }

    private List<RowIndexEntry> Entries(RunPacket packet, RowIndex index, IReadOnlyList<StagedRow> staged, string appendedAt)
    {
        var entries = new List<RowIndexEntry>(staged.Count);
        var (offset, provenanceOffset) = (index.DataEnd, index.ProvenanceEnd);
        for (var i = 0; i < staged.Count; i++)
        {
            var row = staged[i];
            var entry = new RowIndexEntry
            {
                Row = new DatasetRowIndexEntry
                {
                    RowId = row.RowId,
                    IdentityHash = row.Identity.ToString(),
                    PayloadHash = row.Identity.ToString(),
                    SchemaDigest = SchemaDigest,
                    DataFile = DatasetFolder.DataFile,
                    Line = index.Entries.Count + i + 1,
                    RunId = packet.RunId,
                    AppendedAt = appendedAt,
                    SourceTraceId = row.SourceTraceId,
                    SourceUnitId = row.SourceUnitId,
                },
                Offset = offset,
                Length = row.Length,
                ProvenanceOffset = provenanceOffset,
                ProvenanceLength = row.Provenance.Utf8.Length,
                BatchPosition = i,
                BatchSize = staged.Count,
            };
            entries.Add(entry);
            (offset, provenanceOffset) = (entry.DataEnd, entry.ProvenanceEnd);
        }

        return entries;
    }

    private RowIntake IntakeOf(RunPacket packet, RowIndex index, Stream? staging) => new(
        packet, Executor.Name, Pipeline, Schema, [.. index.Entries.Select(e => ContentHash.Parse(e.Row.IdentityHash))], staging, Progress);

    private RunPacket PacketOf(string runId) => new()
    {
        RunId = runId,
        Dataset = Folder.Name,
        Workflow = Manifest.Workflow.Skill,
        WorkflowDigest = WorkflowDigest,
        Filter = Options.Filter,
        Trace = Options.Trace,
        Limit = Options.Limit,
        Answers = Options.Answers,
        Track = Options.Track,
    };

    private RunReport ReportOf(RunPacket packet, WorkflowOutcome outcome, RowIntake intake) => new()
    {
        RunId = packet.RunId,
        Dataset = Folder.Name,
        DryRun = Options.DryRun,
        Candidates = outcome.Candidates,
        Emitted = intake.Emitted,
        Appended = outcome.Requests.Count > 0 ? 0 : intake.Accepted,
        Duplicates = intake.Duplicates,
        ValidationErrors = intake.Invalid,
        RejectedByFloor = intake.Rejected,
        Redactions = intake.Redactions,
        WorkflowChanged = WorkflowDigest != Manifest.Workflow.Digest,
        Requests = outcome.Requests,
    };

    private string NewRunId()
    {
        var id = "run_" + Clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmssffffff'Z'", CultureInfo.InvariantCulture);
        var unique = id;
        for (var n = 2; Directory.Exists(Folder.Run(unique)); n++)
            unique = string.Create(CultureInfo.InvariantCulture, $"{id}-{n}");
        return unique;
    }

    // A run that was killed leaves its staged rows; they were never appended.
    private void RemoveLeftovers()
    {
        if (!Directory.Exists(Folder.Runs))
            return;
        foreach (var leftover in Directory.EnumerateFiles(Folder.Runs, StagingFile, SearchOption.AllDirectories).ToList())
            File.Delete(leftover);
    }
}
