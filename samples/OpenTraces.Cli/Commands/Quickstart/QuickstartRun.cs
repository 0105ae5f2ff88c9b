using OpenTraces.Bucket;
using OpenTraces.Capture;
using OpenTraces.Cli.Commands.Capture;
using OpenTraces.Cli.Commands.Datasets;
using OpenTraces.Cli.Commands.Traces;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Sample;
using OpenTraces.Datasets;
using OpenTraces.Schema;
using OpenTraces.Trail;

namespace OpenTraces.Cli.Commands.Quickstart;

/// <summary>The whole line once: read, keep, find, cut, tie to Git, project.</summary>
internal sealed class QuickstartRun(CliHost host, IProgress<string> progress)
{
    private const string Workflow = "user-turns-v1";
    private const int MostSessions = 20;

    public async Task<QuickstartReport> RunAsync(bool sample, CancellationToken cancellationToken)
    {
        progress.Report("Looking for sessions");
        var sessions = sample ? [] : await FindSessionsAsync(cancellationToken);
        var repository = host.WorkingDirectory;
        if (sessions.Count == 0)
        {
            progress.Report("Building the sample");
            var built = await SampleBuilder.BuildAsync(Path.Combine(host.Home, "sample"), cancellationToken);
            (sample, sessions, repository) = (true, built.SessionPaths, built.RepositoryPath);
        }

        await using var bucket = await Buckets.OpenAsync(host, cancellationToken);
        progress.Report("Reading sessions");
        var imports = await ImportLoop.RunAsync(
            new TraceCapture(bucket).ImportAsync(sessions, new ImportOptions { Calls = new CallLog(host.CallsFolder) }, cancellationToken: cancellationToken),
            async () => (await bucket.ReadStatusAsync(cancellationToken)).LogDamage is not null, cancellationToken);
        RequireKept(imports, sample);
        return await ShowAsync(bucket, sample, repository, imports, cancellationToken);
    }

    private async Task<QuickstartReport> ShowAsync(
        TraceBucket bucket, bool sample, string repository, List<ImportResult> imports, CancellationToken cancellationToken)
    {
        var traces = imports.Where(i => i.Receipt is { Outcome: not IngestOutcome.Forgotten }).Select(i => i.Trace!).ToList();
        var shown = traces.OrderByDescending(t => t.Patches).ThenBy(t => t.TraceId).FirstOrDefault();
        progress.Report("Searching");
        var words = WordsOf(shown?.Title ?? "");
        var found = await bucket.SearchAsync(new SearchQuery { Text = words, Limit = 5 }, cancellationToken);
        var steps = shown is null ? [] : await PartitionCommand.ReadViewsAsync(bucket, shown, cancellationToken);
        progress.Report("Asking Git");
        var trail = await OpenTrailAsync(bucket, repository, cancellationToken);
        var tracking = await AnchorAsync(trail, traces, shown, cancellationToken);
        var commit = tracking?.Patches.FirstOrDefault(p => p.Anchor.Commit is not null)?.Anchor.Commit;
        progress.Report("Making rows");
        var datasets = await DatasetStore.OpenAsync(host, bucket, cancellationToken);
        var (run, rows) = await ProjectAsync(datasets, trail, sample, traces, cancellationToken);
        return new QuickstartReport
        {
            IsSample = sample,
            Repository = trail is null ? null : repository,
            Imports = imports,
            Words = words,
            Found = found,
            Shown = shown,
            Steps = steps,
            Turns = SlicerCatalog.BuiltIn.Get("s1").Slice(steps),
            Tracking = tracking,
            Blame = commit is null ? null : await trail!.BlameCommitAsync(commit, cancellationToken: cancellationToken),
            Run = run,
            Rows = rows,
            Dataset = DatasetOf(sample),
            DatasetFolder = Path.Combine(host.DatasetsFolder, DatasetOf(sample)),
        };
    }

    /// <summary>Of a session that was forgotten there is nothing to show.</summary>
    private static void RequireKept(List<ImportResult> imports, bool sample)
    {
        if (imports.Count == 0 || !imports.TrueForAll(i => i.Receipt is { Outcome: IngestOutcome.Forgotten }))
            return;
        throw new OpenTracesException(OpenTracesErrorCode.Precondition, sample
            ? "The sample was forgotten in this bucket and stays so. To see it, name another folder in the environment variable OPENTRACES_HOME and run 'opentraces quickstart --sample' again."
            : "The newest sessions of this repository were forgotten in this bucket and stay so. Run 'opentraces quickstart --sample' to see the sample.");
    }

    private async Task<IReadOnlyList<string>> FindSessionsAsync(CancellationToken cancellationToken)
    {
        var homes = new HarnessHomes
        {
            ClaudeCode = Path.Combine(host.UserHome, ".claude", "projects"),
            CodexCli = Path.Combine(host.UserHome, ".codex", "sessions"),
            Pi = Path.Combine(host.UserHome, ".pi", "agent", "sessions"),
        };
        var found = await TraceCapture.DiscoverAsync(homes, host.WorkingDirectory, MostSessions, cancellationToken);
        return [.. found.Select(f => f.Path)];
    }

    /// <summary>Null when the folder is no repository or has no commits: the other stations do not need one.</summary>
    private static async Task<TraceTrail?> OpenTrailAsync(TraceBucket bucket, string repository, CancellationToken cancellationToken)
    {
        try
        {
            return await TraceTrail.OpenAsync(repository, bucket, cancellationToken: cancellationToken);
        }
        catch (OpenTracesException e) when (e.Code == OpenTracesErrorCode.Precondition)
        {
            return null;
        }
    }

    private static async Task<TraceTracking?> AnchorAsync(
        TraceTrail? trail, List<TraceSummary> traces, TraceSummary? shown, CancellationToken cancellationToken)
    {
        TraceTracking? tracking = null;
        foreach (var trace in traces)
        {
            if (trail is not null && trace.Patches > 0)
            {
                var one = await trail.AnchorAsync(trace.TraceId, cancellationToken);
                if (trace == shown)
                    tracking = one;
            }
        }

        return tracking;
    }

    /// <summary>
    /// Rows of these traces alone, judged in this repository. The sample's are approved, to show the whole way, in a dataset
    /// of their own; a person's rows wait for that person.
    /// </summary>
    private static async Task<(RunTotals Run, IReadOnlyList<DatasetRow> Rows)> ProjectAsync(
        TraceDatasets datasets, TraceTrail? trail, bool sample, List<TraceSummary> traces, CancellationToken cancellationToken)
    {
        var name = DatasetOf(sample);
        if (await datasets.FindAsync(name, cancellationToken) is null)
            await datasets.CreateAsync(name, Workflow, cancellationToken: cancellationToken);
        var track = trail is null ? null : DatasetRunCommand.Tracker(trail);
        var totals = new RunTotals();
        foreach (var id in traces.Select(t => t.TraceId).Distinct())
        {
            var run = await datasets.RunAsync(name, new RunOptions { Track = track, Trace = id }, cancellationToken: cancellationToken);
            totals = totals.Add(run);
        }

        var rows = await RowsAsync(datasets, name, traces, cancellationToken);
        if (sample && rows.Where(r => r.State == DatasetPublicationStatus.NeedsReview).Select(r => r.RowId).ToList() is { Count: > 0 } ids)
        {
            await datasets.ApproveAsync(name, ids, cancellationToken);
            rows = await RowsAsync(datasets, name, traces, cancellationToken);
        }

        return (totals, rows);
    }

    private static string DatasetOf(bool sample) => sample ? "sample" : "quickstart";

    private static bool IsOf(DatasetRow row, List<TraceSummary> traces) =>
        row.Data?.GetString("source_trace_id"u8) is { } id && traces.Exists(t => t.TraceId.ToString() == id);

    private static async Task<List<DatasetRow>> RowsAsync(
        TraceDatasets datasets, string name, List<TraceSummary> traces, CancellationToken cancellationToken)
    {
        var rows = new List<DatasetRow>();
        await foreach (var row in datasets.ListRowsAsync(name, cancellationToken))
        {
            if (IsOf(row, traces))
                rows.Add(row);
        }

        return rows;
    }

    /// <summary>The two longest words of a title, as somebody who half remembers a session would type them.</summary>
    private static string WordsOf(string title)
    {
        var words = title.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(w => w.Trim('.', ',', ':', ';', '!', '?', '"', '\'', '`', '(', ')'))
            .Where(w => w.Length > 3 && w.All(char.IsLetter))
            .Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var longest = words.OrderByDescending(w => w.Length).Take(2).ToHashSet(StringComparer.Ordinal);
        return string.Join(' ', words.Where(longest.Contains));
    }
}
