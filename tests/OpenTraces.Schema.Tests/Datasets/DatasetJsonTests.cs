using System.Text;
using OpenTraces.Schema.Tests.Serialization;
using Xunit;

namespace OpenTraces.Schema.Tests.Datasets;

public sealed class DatasetJsonTests
{
    private const string Minimal = """{"name":"d","schema":{"path":"p","version":"1"},"workflow":{"skill":"s","digest":"g"}}""";

    private static DatasetManifest Parse(string json, bool keepUnknown = false) => DatasetJson.ParseManifest(Encoding.UTF8.GetBytes(json), keepUnknown);

    [Fact]
    public void A_manifest_with_nothing_but_what_is_required_gets_the_defaults() =>
        Assert.Equal(
            """{"name":"d","description":null,"schema":{"path":"p","version":"1","digest":null},"workflow":{"skill":"s","digest":"g","instructions":null,"config":{}}"""
            + ""","executor":{"default":"script","development":"current-agent","timeout_minutes":30,"budget_usd":null},"identity":{"mode":"payload_hash","fields":[]}"""
            + ""","candidate_query":null,"schedule":null,"discoverability":{"license":null,"pretty_name":null,"tags":["opentraces","agent-traces"],"task_categories":[],"language":[]}"""
            + ""","remotes":{},"active_remote":null,"remote_schema":"refuse_if_newer","publication_policy":{"review":"required","security":"required","llm_review":"optional"}"""
            + ""","security":{"source":"default","source_workflow_digest":null,"required_tools":[],"optional_tools":[],"enabled_tools":[],"disallowed_tools":[],"allow_disable_required":false,"overrides":[]}}""",
            Json.Write(Parse(Minimal), DatasetJson.WriteManifest));

    [Fact]
    public void The_schema_may_stand_under_either_name() =>
        Assert.Equal("p", Parse(Minimal.Replace("\"schema\"", "\"schema_ref\"", StringComparison.Ordinal)).SchemaRef.Path);

    [Theory]
    [InlineData("\"later\":1", "$.later is not a member this version knows.")]
    [InlineData("\"executor\":{\"later\":{}}", "$.executor.later is not a member this version knows.")]
    [InlineData("\"identity\":{\"mode\":\"hash\"}", "$.identity.mode is not one of payload_hash, fields.")]
    [InlineData("\"identity\":{\"mode\":\"fields\"}", "$.identity has the mode fields and names none.")]
    [InlineData("\"identity\":{\"fields\":[\"a\",\"\"]}", "$.identity names an empty field.")]
    [InlineData("\"schedule\":{\"enabled\":true,\"every\":\" \"}", "$.schedule is enabled without every.")]
    [InlineData("\"active_remote\":\"r\"", "$ has an active_remote that is none of its remotes.")]
    [InlineData("\"remotes\":{\"r\":{\"url\":\"\"}}", "$.remotes.r has an empty url.")]
    [InlineData("\"remotes\":{\"r\":{\"url\":\"u\",\"visibility\":\"secret\"}}", "$.remotes.r.visibility is not one of private, public.")]
    [InlineData("\"executor\":{\"timeout_minutes\":0}", "$.executor has a timeout_minutes below 1.")]
    [InlineData("\"executor\":{\"budget_usd\":-0.1}", "$.executor has a budget_usd below 0.")]
    [InlineData("\"candidate_query\":{\"name\":\"\"}", "$.candidate_query has an empty name.")]
    [InlineData("\"candidate_query\":{\"name\":\"q\",\"scope\":\"here\"}", "$.candidate_query.scope is not one of all-projects, project, cwd, trace.")]
    [InlineData("\"publication_policy\":{\"security\":\"off\"}", "$.publication_policy.security is not one of required.")]
    [InlineData("\"name\":\"\"", "$ has an empty name.")]
    [InlineData("\"schema\":{\"path\":\"\",\"version\":\"1\"}", "$.schema has an empty path.")]
    [InlineData("\"workflow\":{\"skill\":\"s\"}", "$.workflow.digest is missing.")]
    [InlineData("\"security\":{\"required_tools\":[\"regex\",null]}", "$.security.required_tools[1] is not one of regex, entropy, trufflehog, privacy_filter, llm_pii, business_logic, path_anonymizer, capsule_scope, classifier.")]
    [InlineData("\"security\":{\"required_tools\":[\"regex\"],\"disallowed_tools\":[\"regex\"]}", "$.security has a tool that is required and disallowed.")]
    [InlineData("\"security\":{\"enabled_tools\":[\"regex\"]}", "$.security enables a tool that is neither required nor optional.")]
    [InlineData("\"security\":{\"optional_tools\":[\"regex\"],\"enabled_tools\":[\"regex\"],\"disallowed_tools\":[\"regex\"]}", "$.security has a tool that is enabled and disallowed.")]
    [InlineData("\"security\":{\"required_tools\":[\"regex\"]}", "$.security has a required tool that is neither enabled nor overridden.")]
    [InlineData("\"security\":{\"required_tools\":[\"regex\"],\"overrides\":[{\"tool\":\"regex\"}]}", "$.security overrides a tool without allow_disable_required.")]
    [InlineData("\"security\":{\"overrides\":[{\"tool\":\"regex\"}],\"allow_disable_required\":true}", "$.security overrides a tool that is not required.")]
    public void What_breaks_a_rule_is_refused_and_named(string member, string message)
    {
        var error = Assert.Throws<OpenTracesException>(() => Parse(Minimal[..^1] + "," + member + "}"));
        Assert.Equal((OpenTracesErrorCode.InvalidTrace, message), (error.Code, error.Message));
    }

    [Fact]
    public void A_required_tool_may_be_switched_off_where_the_contract_allows_it() =>
        Assert.Empty(Parse(Minimal[..^1] + ""","security":{"required_tools":["regex"],"overrides":[{"tool":"regex","reason":"r"}],"allow_disable_required":true}}""").Security.EnabledTools);

    [Fact]
    public void A_manifest_that_breaks_a_rule_is_not_written()
    {
        var broken = Parse(Minimal) with { ActiveRemote = "r" };
        var error = Assert.Throws<OpenTracesException>(() => Json.Write(broken, DatasetJson.WriteManifest));
        Assert.Equal("The dataset's manifest has an active_remote that is none of its remotes.", error.Message);
    }

    [Fact]
    public void What_0_9_adds_is_kept_as_it_is()
    {
        var json = Json.Write(Parse(Minimal[..^1] + ""","candidate_query":{"name":"q","facets":{ "a" : "\u0041"}}}"""), DatasetJson.WriteManifest);
        Assert.Contains(""","incremental":{},"facets":{ "a" : "\u0041"}}""", json, StringComparison.Ordinal);
        const string Run = """{"run_id":"r","dataset_name":"d","dry_run":true,"executor":"e","scope":{},"workflow_digest":"w","schema_digest":"s","started_at":"t","facet_resolution":{"matched_count":1.0}}""";
        Assert.EndsWith(""","artefacts":{},"facet_resolution":{"matched_count":1.0}}""", Json.Write(DatasetJson.ParseRunRecord(Encoding.UTF8.GetBytes(Run)), DatasetJson.WriteRunRecord), StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_members_are_kept_by_whoever_asks_for_them()
    {
        var json = Minimal[..^1] + ""","executor":{"x":1.0},"y":"\u0041"}""";
        Assert.Equal(("1.0", "\"\\u0041\""), (Parse(json, keepUnknown: true).Executor.Unknown[0].Value.ToString(), Parse(json, keepUnknown: true).Unknown[0].Value.ToString()));
    }

    [Theory]
    [InlineData("""{"required_tools":["regex"],"disallowed_tools":["regex"]}""", "$ has a tool that is required and disallowed.")]
    [InlineData("""{"optional_tools":["regex"],"disallowed_tools":["regex"]}""", "$ has a tool that is optional and disallowed.")]
    [InlineData("""{"optional_tools":["regex"],"required_tools":["regex"]}""", "$ has a tool that is required and optional.")]
    [InlineData("""{"default_enabled_tools":["regex"]}""", "$ enables a tool that is neither required nor optional.")]
    public void A_contract_does_not_contradict_itself(string json, string message) =>
        Assert.Equal(message, Assert.Throws<OpenTracesException>(() => DatasetJson.ParseSecurityContract(Encoding.UTF8.GetBytes(json))).Message);

    [Fact]
    public void A_policy_made_of_a_contract_enables_its_seed_in_canonical_order()
    {
        var contract = new WorkflowSecurityContract
        {
            RequiredTools = [SecurityToolName.Classifier, SecurityToolName.Regex],
            OptionalTools = [SecurityToolName.LlmPii, SecurityToolName.Entropy],
            DefaultEnabledTools = [SecurityToolName.Entropy, SecurityToolName.Regex],
            AllowDisableRequired = true,
        };
        var policy = DatasetSecurityPolicy.FromContract(contract, "sha256:w");
        Assert.Equal([SecurityToolName.Regex, SecurityToolName.Entropy, SecurityToolName.Classifier], policy.EnabledTools);
        Assert.Equal((DatasetSecuritySource.Workflow, "sha256:w", true), (policy.Source, policy.SourceWorkflowDigest, policy.AllowDisableRequired));
        Assert.Null(DatasetRules.Broken(policy));
    }

    [Theory]
    [InlineData("\"candidate_count\":-1", "$ has a count below 0.")]
    [InlineData("\"status\":\"done\"", "$.status is not one of running, succeeded, failed, cancelled.")]
    [InlineData("\"status\":\"needs_judgment\"", "$.status is not one of running, succeeded, failed, cancelled.")]
    [InlineData("\"dry_run\":null", "$.dry_run is missing.")]
    public void A_run_is_held_to_its_rules(string member, string message)
    {
        const string Run = """{"run_id":"r","dataset_name":"d","dry_run":true,"executor":"e","scope":{},"workflow_digest":"w","schema_digest":"s","started_at":"t",""";
        Assert.Equal(message, Assert.Throws<OpenTracesException>(() => DatasetJson.ParseRunRecord(Encoding.UTF8.GetBytes(Run + member + "}"))).Message);
    }
}
