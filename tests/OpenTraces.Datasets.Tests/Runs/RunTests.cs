using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Datasets.Tests.Runs;

public sealed class RunTests
{
    [Fact]
    public async Task Rows_are_appended_in_canonical_form_in_the_order_they_were_emitted()
    {
        using var lab = new DatasetLab();
        lab.Rows.AddRange(["""{"text":"b","n":2}""", """{ "n" : 1 }"""]);
        var datasets = await lab.CreateAsync();

        var report = await datasets.RunAsync(DatasetLab.Name);

        Assert.Equal((2, 2, 0), (report.Emitted, report.Appended, report.Duplicates));
        Assert.Equal("{\"n\":2,\"text\":\"b\"}\n{\"n\":1}\n", await File.ReadAllTextAsync(lab.Data));
    }

    [Fact]
    public async Task A_second_run_appends_nothing_new()
    {
        using var lab = new DatasetLab();
        lab.Rows.AddRange(["""{"n":1}""", """{"n":2}"""]);
        var datasets = await lab.CreateAsync();
        await datasets.RunAsync(DatasetLab.Name);
        var before = lab.Snapshot();

        lab.Clock.Advance(TimeSpan.FromMinutes(1));
        var report = await (await lab.OpenAsync()).RunAsync(DatasetLab.Name);

        Assert.Equal((2, 0, 2), (report.Emitted, report.Appended, report.Duplicates));
        Assert.Equal(before, lab.Snapshot());
    }

    [Fact]
    public async Task A_later_run_appends_what_is_new_behind_what_is_there()
    {
        using var lab = new DatasetLab();
        lab.Rows.Add("""{"n":1}""");
        var datasets = await lab.CreateAsync();
        await datasets.RunAsync(DatasetLab.Name);
        lab.Rows.AddRange(["""{"n":2}""", """{"n":3}"""]);

        var report = await datasets.RunAsync(DatasetLab.Name);

        Assert.Equal((2, 1), (report.Appended, report.Duplicates));
        Assert.Equal(["""{"n":1}""", """{"n":2}""", """{"n":3}"""], await lab.LinesAsync());
        Assert.Equal([1, 2, 3], await datasets.ListRowsAsync(DatasetLab.Name).Select(r => r.Line).ToListAsync());
    }

    [Fact]
    public async Task A_row_emitted_twice_is_appended_once_however_it_is_spelled()
    {
        using var lab = new DatasetLab();
        lab.Rows.AddRange(["""{"n":1,"text":"a"}""", """{"text":"\u0061","n":1}"""]);
        var report = await (await lab.CreateAsync()).RunAsync(DatasetLab.Name);

        Assert.Equal((1, 1), (report.Appended, report.Duplicates));
    }

    [Fact]
    public async Task A_dry_run_counts_and_writes_nothing()
    {
        using var lab = new DatasetLab();
        lab.Rows.AddRange(["""{"n":1}""", """{"n":1}""", """{"n":"x"}"""]);
        var datasets = await lab.CreateAsync();
        var before = Directory.EnumerateFileSystemEntries(lab.Root, "*", SearchOption.AllDirectories).Order().ToList();
        var bytes = lab.Snapshot();

        var report = await datasets.RunAsync(DatasetLab.Name, new RunOptions { DryRun = true });

        Assert.True(report.DryRun);
        Assert.Equal((3, 1, 1, 1), (report.Emitted, report.Appended, report.Duplicates, report.ValidationErrors.Count));
        Assert.Equal(before, Directory.EnumerateFileSystemEntries(lab.Root, "*", SearchOption.AllDirectories).Order());
        Assert.Equal(bytes, lab.Snapshot());
    }

    [Fact]
    public async Task A_row_that_does_not_fit_the_schema_is_counted_and_not_appended()
    {
        using var lab = new DatasetLab();
        lab.Rows.AddRange(["""{"n":1}""", """{"n":1.5}""", """{"text":"x"}""", """{"n":2,"more":true}""", """{"n":3.0}"""]);

        var report = await (await lab.CreateAsync()).RunAsync(DatasetLab.Name);

        Assert.Equal([2, 3, 4], report.ValidationErrors.Select(e => e.Position));
        Assert.All(report.ValidationErrors, e => Assert.NotEmpty(e.Reasons));
        Assert.Equal(["""{"n":1}""", """{"n":3.0}"""], await lab.LinesAsync());
    }

    [Fact]
    public async Task A_limit_ends_the_run_after_so_many_rows()
    {
        using var lab = new DatasetLab();
        lab.Rows.AddRange(["""{"n":1}""", """{"n":2}""", """{"n":3}"""]);
        var datasets = await lab.CreateAsync();

        Assert.Equal(2, (await datasets.RunAsync(DatasetLab.Name, new RunOptions { Limit = 2 })).Emitted);
        Assert.Equal(2, (await lab.LinesAsync()).Length);
        var error = await Assert.ThrowsAsync<OpenTracesException>(() => datasets.RunAsync(DatasetLab.Name, new RunOptions { Limit = 0 }));
        Assert.Equal(OpenTracesErrorCode.InvalidRequest, error.Code);
    }

    [Fact]
    public async Task A_row_that_is_no_object_ends_the_run()
    {
        using var lab = new DatasetLab();
        lab.Rows.AddRange(["""{"n":1}""", "[1]"]);
        var datasets = await lab.CreateAsync();

        var error = await Assert.ThrowsAsync<OpenTracesException>(() => datasets.RunAsync(DatasetLab.Name));

        Assert.Equal(OpenTracesErrorCode.InvalidTrace, error.Code);
        Assert.Empty(await lab.LinesAsync());
    }

    [Fact]
    public async Task A_workflow_that_fails_midway_leaves_the_dataset_as_it_was()
    {
        using var lab = new DatasetLab();
        lab.Rows.Add("""{"n":1}""");
        var datasets = await lab.CreateAsync();
        await datasets.RunAsync(DatasetLab.Name);
        var before = lab.Snapshot();
        lab.Rows.AddRange(["""{"n":2}""", """{"n":3}"""]);
        lab.BeforeRow = (i, _) => i == 2 ? throw new InvalidOperationException(DatasetLab.Secret) : ValueTask.CompletedTask;

        await Assert.ThrowsAsync<InvalidOperationException>(() => datasets.RunAsync(DatasetLab.Name));

        Assert.Equal(before, lab.Snapshot());
        AssertOnlyRecordsOfRuns(lab, "failed");
        lab.BeforeRow = (_, _) => ValueTask.CompletedTask;
        Assert.Equal(2, (await datasets.RunAsync(DatasetLab.Name)).Appended);
    }

    [Fact]
    public async Task A_cancelled_run_leaves_the_dataset_as_it_was()
    {
        using var lab = new DatasetLab();
        lab.Rows.AddRange(["""{"n":1}""", """{"n":2}"""]);
        var datasets = await lab.CreateAsync();
        var before = lab.Snapshot();
        using var source = new CancellationTokenSource();
        lab.BeforeRow = (i, _) =>
        {
            if (i == 1)
                source.Cancel();
            return ValueTask.CompletedTask;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => datasets.RunAsync(DatasetLab.Name, cancellationToken: source.Token));

        Assert.Equal(before, lab.Snapshot());
        AssertOnlyRecordsOfRuns(lab, "cancelled");
    }

    [Fact]
    public async Task A_second_run_at_the_same_time_is_told_to_wait()
    {
        using var lab = new DatasetLab();
        lab.Rows.Add("""{"n":1}""");
        var datasets = await lab.CreateAsync();
        var started = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        lab.BeforeRow = async (_, _) =>
        {
            started.TrySetResult();
            await go.Task;
        };

        var first = datasets.RunAsync(DatasetLab.Name);
        await started.Task;
        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await (await lab.OpenAsync()).RunAsync(DatasetLab.Name));
        go.SetResult();

        Assert.Equal(OpenTracesErrorCode.StoreBusy, error.Code);
        Assert.True(error.IsTransient);
        Assert.Equal(1, (await first).Appended);
        Assert.Equal(1, (await datasets.RunAsync(DatasetLab.Name)).Duplicates);
    }

    [Fact]
    public async Task The_same_store_and_workflow_give_the_same_bytes()
    {
        using var one = new DatasetLab();
        using var two = new DatasetLab();
        foreach (var lab in new[] { one, two })
        {
            lab.Rows.AddRange(["""{"n":1,"text":"/home/jane/x"}""", """{"n":2}"""]);
            await (await lab.CreateAsync()).RunAsync(DatasetLab.Name);
        }

        Assert.Equal(one.Snapshot(), two.Snapshot());
    }

    [Fact]
    public async Task A_workflow_that_changed_is_said_so()
    {
        using var lab = new DatasetLab();
        var datasets = await lab.CreateAsync();

        Assert.False((await datasets.RunAsync(DatasetLab.Name)).WorkflowChanged);
        Assert.True((await (await lab.OpenAsync(version: "2")).RunAsync(DatasetLab.Name)).WorkflowChanged);
    }

    [Fact]
    public async Task Progress_is_told_after_every_row()
    {
        using var lab = new DatasetLab();
        lab.Rows.AddRange(["""{"n":1}""", """{"n":1}"""]);
        var seen = new Reports();

        await (await lab.CreateAsync()).RunAsync(DatasetLab.Name, progress: seen);

        Assert.Equal([new RunProgress(1, 1), new RunProgress(2, 1)], seen.All);
    }

    [Fact]
    public async Task An_unknown_executor_and_an_unknown_dataset_are_refused()
    {
        using var lab = new DatasetLab();
        var datasets = await lab.CreateAsync();

        var executor = await Assert.ThrowsAsync<OpenTracesException>(() => datasets.RunAsync(DatasetLab.Name, new RunOptions { Executor = "script" }));
        var dataset = await Assert.ThrowsAsync<OpenTracesException>(() => datasets.RunAsync("nope"));

        Assert.Equal(OpenTracesErrorCode.Precondition, executor.Code);
        Assert.Equal(OpenTracesErrorCode.NotFound, dataset.Code);
    }

    [Fact]
    public async Task A_run_with_questions_keeps_nothing_and_its_record_has_a_status_that_others_know()
    {
        using var lab = new DatasetLab();
        lab.Rows.Add("""{"n":1}""");
        lab.Questions.Add(new JudgmentRequest { Id = "q", Kind = "same_outcome", WindowStart = 0, WindowEnd = 1, CandidateStep = 1, Prompt = "Same?", Decisions = ["yes", "no"] });

        var report = await (await lab.CreateAsync()).RunAsync(DatasetLab.Name);

        Assert.Equal((1, 0, 1), (report.Emitted, report.Appended, report.Requests.Count));
        AssertOnlyRecordsOfRuns(lab, "cancelled");
        var summary = await File.ReadAllBytesAsync(Assert.Single(Directory.EnumerateFiles(lab.In(".opentraces/runs"), "summary.json", SearchOption.AllDirectories)));
        var run = DatasetJson.ParseRunRecord(summary, keepUnknown: true);
        Assert.Equal((DatasetRunStatus.Cancelled, 0), (run.Status, run.AppendedCount));
        Assert.Equal("1", Assert.Single(run.Unknown, member => member.Name.AsString() == "judgment_count").Value.ToString());
    }

    private static void AssertOnlyRecordsOfRuns(DatasetLab lab, string status)
    {
        var files = Directory.EnumerateFiles(lab.In(".opentraces/runs"), "*", SearchOption.AllDirectories).ToList();
        Assert.All(files, f => Assert.Contains(Path.GetFileName(f), new[] { "summary.json", "validation.json" }));
        Assert.Contains(files, f => File.ReadAllText(f).Contains($"\"status\": \"{status}\"", StringComparison.Ordinal));
        Assert.All(files, f => Assert.DoesNotContain(DatasetLab.Secret, File.ReadAllText(f), StringComparison.Ordinal));
    }

    private sealed class Reports : IProgress<RunProgress>
    {
        public List<RunProgress> All { get; } = [];

        public void Report(RunProgress value) => All.Add(value);
    }
}
