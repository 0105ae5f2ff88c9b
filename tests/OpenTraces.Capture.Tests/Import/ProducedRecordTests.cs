using System.Text.Json;
using Json.Schema;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Capture.Tests.Import;

/// <summary>Every record made of a real session fits the published schema, breaks no rule and carries the hash of what it holds.</summary>
public sealed class ProducedRecordTests
{
    private const int ShownProblems = 20;

    [Fact]
    public async Task Every_record_of_the_corpus_fits_the_published_schema_breaks_no_rule_and_carries_its_hash()
    {
        var store = new InMemoryTraceStore();
        var ids = new HashSet<TraceId>();
        await foreach (var result in new TraceCapture(store).ImportAsync([Corpus.RequireRoot()]))
        {
            if (result.Receipt is { } receipt)
                ids.Add(receipt.TraceId);
        }

        var schema = ReadSchema();
        var problems = new List<string>();
        foreach (var id in ids)
        {
            var record = (await store.FindAsync(id))!;
            var json = TraceJson.Serialize(record);
            if (TraceJson.Parse(json).ContentHash != PlainCanonicalJson.ContentHashOf(json))
                problems.Add($"{record.Agent.Name} content_hash");
            problems.AddRange(ProblemsOf(schema, json).Select(problem => $"{record.Agent.Name} {problem}"));
            problems.AddRange(TraceValidator.Validate(json)
                .Where(finding => finding.Severity == FindingSeverity.Error)
                .Select(finding => $"{record.Agent.Name} {finding.Path} {finding.Code}"));
        }

        Assert.NotEmpty(ids);
        Assert.Empty(problems.Take(ShownProblems));
    }

    [Fact]
    public void A_record_that_breaks_the_schema_is_told()
    {
        const string Broken = """
            {"schema_version":"0.7.0","trace_id":"6f1f0a52-93a8-8c11-9d3e-0123456789ab","session_id":"s","agent":{"name":"pi"},"steps":[{"step_index":0,"role":"robot"}]}
            """;
        Assert.NotEmpty(ProblemsOf(ReadSchema(), System.Text.Encoding.UTF8.GetBytes(Broken)));
    }

    private static JsonSchema ReadSchema() => JsonSchema.FromText(File.ReadAllText(Repository.PathOf("schemas", "trace-record-0.7.0.json")));

    private static IEnumerable<string> ProblemsOf(JsonSchema schema, byte[] json)
    {
        // The validator's own reader knows no lone surrogates, which a record may hold: they play no part in its shape.
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = TraceJson.MaxDepth + 64 });
        var results = schema.Evaluate(document.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        return results.IsValid
            ? []
            : [.. results.Details.Where(detail => detail.HasErrors).Select(detail => $"{detail.InstanceLocation} {string.Join(", ", detail.Errors!.Keys)}")];
    }
}
