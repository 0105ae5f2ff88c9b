using OpenTraces.Bucket;
using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Datasets.Tests.Review;

public sealed class ReviewTests
{
    [Fact]
    public async Task A_new_row_needs_review_and_holds_what_was_appended()
    {
        using var lab = new DatasetLab();
        var (datasets, rows) = await WithRowsAsync(lab);

        Assert.All(rows, r => Assert.Equal(DatasetPublicationStatus.NeedsReview, r.State));
        Assert.All(rows, r => Assert.Matches("^row_[0-9a-f]{16}$", r.RowId));
        Assert.Equal(["""{"n":1}""", """{"n":2}""", """{"n":3}"""], rows.Select(r => r.Data!.Value.ToString()));
        Assert.Equal(3, (await datasets.FindAsync(DatasetLab.Name))!.Rows);
    }

    [Fact]
    public async Task Rows_are_approved_rejected_and_reset()
    {
        using var lab = new DatasetLab();
        var (datasets, rows) = await WithRowsAsync(lab);

        var approved = await datasets.ApproveAsync(DatasetLab.Name, [rows[0].RowId, rows[1].RowId]);
        await datasets.RejectAsync(DatasetLab.Name, [rows[1].RowId]);
        var states = await StatesAsync(lab);

        Assert.Equal([rows[0].RowId, rows[1].RowId], approved.RowIds);
        Assert.Equal([DatasetPublicationStatus.Publishable, DatasetPublicationStatus.Rejected, DatasetPublicationStatus.NeedsReview], states.Select(r => r.State));
        Assert.Equal(["cli", "cli", null], states.Select(r => r.ReviewedBy));
        Assert.Equal(lab.Clock.GetUtcNow(), states[0].ReviewedAt);

        await datasets.ResetAsync(DatasetLab.Name);
        Assert.All(await StatesAsync(lab), r => Assert.Equal((DatasetPublicationStatus.NeedsReview, null), (r.State, r.ReviewedBy)));
    }

    [Fact]
    public async Task All_rows_are_approved_at_once()
    {
        using var lab = new DatasetLab();
        var (datasets, _) = await WithRowsAsync(lab);

        Assert.Equal(3, (await datasets.ApproveAsync(DatasetLab.Name)).RowIds.Count);
        Assert.All(await StatesAsync(lab), r => Assert.Equal(DatasetPublicationStatus.Publishable, r.State));
    }

    [Fact]
    public async Task An_unknown_row_is_an_error_and_nothing_is_decided()
    {
        using var lab = new DatasetLab();
        var (datasets, rows) = await WithRowsAsync(lab);

        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await datasets.ApproveAsync(DatasetLab.Name, [rows[0].RowId, "row_0"]));

        Assert.Equal(OpenTracesErrorCode.NotFound, error.Code);
        Assert.All(await StatesAsync(lab), r => Assert.Equal(DatasetPublicationStatus.NeedsReview, r.State));
    }

    [Fact]
    public async Task A_row_edited_by_hand_is_blocked_and_cannot_be_approved()
    {
        using var lab = new DatasetLab();
        var (datasets, rows) = await WithRowsAsync(lab);
        await datasets.ApproveAsync(DatasetLab.Name);
        await File.WriteAllTextAsync(lab.Data, (await File.ReadAllTextAsync(lab.Data)).Replace("\"n\":2", "\"n\":7", StringComparison.Ordinal));

        var change = await datasets.ApproveAsync(DatasetLab.Name);
        var states = await StatesAsync(lab);

        Assert.Equal([rows[1].RowId], change.Blocked);
        Assert.Equal([DatasetPublicationStatus.Publishable, DatasetPublicationStatus.Blocked, DatasetPublicationStatus.Publishable], states.Select(r => r.State));
        Assert.Equal(["row_changed"], states[1].BlockReasons);
        Assert.Null(states[1].Data);
    }

    [Fact]
    public async Task A_row_a_judge_holds_is_blocked()
    {
        using var lab = new DatasetLab();
        lab.Tools.Add(new SteeredTool(SecurityToolKind.Judge) { Verdict = Clearance.Hold });
        var (datasets, rows) = await WithRowsAsync(lab);

        Assert.All(rows, r => Assert.Equal(["judge_hold"], r.BlockReasons));
        Assert.Empty((await datasets.ApproveAsync(DatasetLab.Name)).RowIds);
    }

    [Fact]
    public async Task A_row_that_an_older_floor_passed_is_blocked()
    {
        using var lab = new DatasetLab();
        await WithRowsAsync(lab);
        var provenance = lab.In(".opentraces/row_provenance.jsonl");
        await File.WriteAllTextAsync(provenance, (await File.ReadAllTextAsync(provenance))
            .Replace("\"name\":\"regex\",\"version\":\"1\"", "\"name\":\"regex\",\"version\":\"0\"", StringComparison.Ordinal));

        Assert.All(await StatesAsync(lab), r => Assert.Equal(["security_version_stale"], r.BlockReasons));
    }

    [Fact]
    public async Task A_row_without_provenance_is_blocked()
    {
        using var lab = new DatasetLab();
        await WithRowsAsync(lab);
        await File.WriteAllTextAsync(lab.In(".opentraces/row_provenance.jsonl"), "");

        Assert.All(await StatesAsync(lab), r => Assert.Equal(["provenance_missing"], r.BlockReasons));
    }

    [Fact]
    public async Task A_decision_outlives_a_later_run()
    {
        using var lab = new DatasetLab();
        var (datasets, rows) = await WithRowsAsync(lab);
        await datasets.RejectAsync(DatasetLab.Name, [rows[0].RowId]);
        lab.Rows.Add("""{"n":4}""");

        await datasets.RunAsync(DatasetLab.Name);

        Assert.Equal(
            [DatasetPublicationStatus.Rejected, DatasetPublicationStatus.NeedsReview, DatasetPublicationStatus.NeedsReview, DatasetPublicationStatus.NeedsReview], (await StatesAsync(lab)).Select(r => r.State));
    }

    [Fact]
    public async Task Line_separators_of_unicode_do_not_split_a_row()
    {
        using var lab = new DatasetLab();
        lab.Rows.AddRange(["{\"n\":1,\"text\":\"a\u2028b\u0085c\"}", """{"n":2}"""]);
        var datasets = await lab.CreateAsync();
        await datasets.RunAsync(DatasetLab.Name);

        Assert.Equal(["a\u2028b\u0085c", null], (await StatesAsync(lab)).Select(r => r.Data!.Value.GetString("text"u8)));
    }

    [Fact]
    public async Task A_state_file_that_cannot_be_read_is_an_error()
    {
        using var lab = new DatasetLab();
        await WithRowsAsync(lab);
        await File.WriteAllTextAsync(lab.In(".opentraces/publication_state.json"), "{");

        var error = await Assert.ThrowsAsync<OpenTracesException>(() => StatesAsync(lab));

        Assert.Equal(OpenTracesErrorCode.StoreCorrupt, error.Code);
    }

    private static async Task<(TraceDatasets Datasets, List<DatasetRow> Rows)> WithRowsAsync(DatasetLab lab)
    {
        lab.Rows.AddRange(["""{"n":1}""", """{"n":2}""", """{"n":3}"""]);
        var datasets = await lab.CreateAsync();
        await datasets.RunAsync(DatasetLab.Name);
        return (datasets, await StatesAsync(lab));
    }

    private static async Task<List<DatasetRow>> StatesAsync(DatasetLab lab) =>
        await (await lab.OpenAsync()).ListRowsAsync(DatasetLab.Name).ToListAsync();
}
