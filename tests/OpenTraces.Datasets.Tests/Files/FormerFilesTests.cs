using System.Text;
using OpenTraces.Datasets.Files;
using OpenTraces.Datasets.Review;
using OpenTraces.Datasets.Rows;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Datasets.Tests.Files;

/// <summary>Files as they were written before the shared models: they open forever.</summary>
public sealed class FormerFilesTests
{
    private const string Line =
        """{"row_id":"row_1","identity_hash":"aa","payload_hash":"aa","schema_digest":"sha256:1","data_file":"data/train.jsonl","line":2,"offset":10,"length":963"""
        + ""","provenance_offset":20,"provenance_length":911,"batch_position":1,"batch_size":4,"run_id":"run_1","appended_at":"2026-05-01T10:00:00.000000Z","source_trace_id":"t","source_unit_id":null}""";

    [Fact]
    public void A_line_of_a_row_index_keeps_its_place()
    {
        var entry = RowIndexJson.Read(Encoding.UTF8.GetBytes(Line))!;
        Assert.Equal(("row_1", 2, "t", null), (entry.Row.RowId, entry.Row.Line, entry.Row.SourceTraceId, entry.Row.SourceUnitId));
        Assert.Equal((10L, 963, 20L, 911, 1, 4), (entry.Offset, entry.Length, entry.ProvenanceOffset, entry.ProvenanceLength, entry.BatchPosition, entry.BatchSize));
        Assert.Equal(entry, RowIndexJson.Read(RowIndexJson.Write(entry).Utf8));
    }

    [Theory]
    [InlineData("\"offset\":10", "\"offset\":1.5")]
    [InlineData("\"offset\":10,", "")]
    [InlineData("\"length\":963", "\"length\":99999999999")]
    [InlineData("\"line\":2", "\"line\":0")]
    [InlineData("\"run_id\":\"run_1\",", "")]
    [InlineData("}", "")]
    public void A_line_that_is_no_entry_is_none(string part, string instead) =>
        Assert.Null(RowIndexJson.Read(Encoding.UTF8.GetBytes(Line.Replace(part, instead, StringComparison.Ordinal))));

    [Fact]
    public async Task Decisions_are_read_as_they_were_made()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["d/.opentraces"]);
        await File.WriteAllTextAsync(folder["d/.opentraces/publication_state.json"], """
            {
              "version": 1,
              "rows": {
                "row_1": { "row_id": "row_1", "status": "rejected", "uploaded_to": {}, "reviewed_at": "2026-05-01T10:00:00.0000000+00:00", "reviewed_by": "me" }
              }
            }
            """);
        var decision = Assert.Single(await PublicationState.ReadAsync(new DatasetFolder(folder.Root, "d"), default)).Value;
        Assert.Equal((DatasetPublicationStatus.Rejected, "me", "2026-05-01T10:00:00.0000000+00:00"), (decision.Status, decision.ReviewedBy, decision.ReviewedAt));
    }
}
