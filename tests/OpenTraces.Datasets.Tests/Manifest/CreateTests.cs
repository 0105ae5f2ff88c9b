using OpenTraces.Datasets.Manifest;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Datasets.Tests.Manifest;

public sealed class CreateTests
{
    [Fact]
    public async Task A_new_dataset_is_there_with_its_schema_and_card()
    {
        using var lab = new DatasetLab();
        var datasets = await lab.CreateAsync();

        var info = Assert.Single(await datasets.ListAsync());

        Assert.Equal((DatasetLab.Name, DatasetLab.Listed, 0), (info.Name, info.Workflow, info.Rows));
        Assert.StartsWith("sha256:", info.SchemaDigest, StringComparison.Ordinal);
        Assert.Equal(DatasetLab.RowSchema + "\n", await File.ReadAllTextAsync(lab.In("schemas/row.schema.json")));
        Assert.StartsWith("---\n", await File.ReadAllTextAsync(lab.In("README.md")), StringComparison.Ordinal);
        Assert.DoesNotContain('\r', await File.ReadAllTextAsync(lab.In(".opentraces/manifest.yaml")));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".hidden")]
    [InlineData("-x")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a b")]
    [InlineData("ä")]
    [InlineData("..")]
    [InlineData("a.")]
    [InlineData("CON")]
    [InlineData("nul.txt")]
    public async Task A_name_that_is_no_folder_everywhere_is_refused(string name)
    {
        using var lab = new DatasetLab();
        var datasets = await lab.OpenAsync();

        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await datasets.CreateAsync(name, DatasetLab.Listed));

        Assert.Equal(OpenTracesErrorCode.InvalidRequest, error.Code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(lab.Root));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("0.1_x-Y")]
    public async Task Other_names_are_taken(string name)
    {
        using var lab = new DatasetLab();

        Assert.Equal(name, (await (await lab.OpenAsync()).CreateAsync(name, DatasetLab.Listed)).Name);
    }

    [Fact]
    public async Task A_name_is_taken_once_and_the_dataset_stays_as_it_is()
    {
        using var lab = new DatasetLab();
        var datasets = await lab.CreateAsync();
        var before = lab.Snapshot();

        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await datasets.CreateAsync(DatasetLab.Name, "user-turns-v1"));

        Assert.Equal(OpenTracesErrorCode.Precondition, error.Code);
        Assert.Equal(before, lab.Snapshot());
        Assert.Single(Directory.EnumerateFileSystemEntries(lab.Root));
    }

    [Fact]
    public async Task An_unknown_workflow_and_a_schema_that_is_not_enforced_leave_nothing()
    {
        using var lab = new DatasetLab();
        var datasets = await lab.OpenAsync();

        var workflow = await Assert.ThrowsAsync<OpenTracesException>(async () => await datasets.CreateAsync("a", "nope"));
        var schema = await Assert.ThrowsAsync<OpenTracesException>(
            async () => await datasets.CreateAsync("a", DatasetLab.Listed, RawJson.Parse("""{"const":1}""")));

        Assert.Equal(OpenTracesErrorCode.InvalidRequest, workflow.Code);
        Assert.Equal(OpenTracesErrorCode.InvalidRequest, schema.Code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(lab.Root));
    }

    [Fact]
    public async Task Without_a_validator_nothing_is_created()
    {
        using var folder = new TempFolder();
        var datasets = await TraceDatasets.OpenAsync(folder["d"], new InMemoryTraceStore(), new DatasetsOptions { RedactionKey = DatasetLab.Key });

        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await datasets.CreateAsync("a", "user-turns-v1"));

        Assert.Equal(OpenTracesErrorCode.Precondition, error.Code);
    }

    [Fact]
    public async Task What_is_not_there_is_null_and_folders_that_are_no_dataset_are_passed_over()
    {
        using var lab = new DatasetLab();
        var datasets = await lab.OpenAsync();
        Directory.CreateDirectory(lab.Folder["datasets/other"]);

        Assert.Empty(await datasets.ListAsync());
        Assert.Null(await datasets.FindAsync("other"));
        Assert.Null(await datasets.FindAsync("../datasets"));
        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await datasets.ListRowsAsync("other").ToListAsync());
        Assert.Equal(OpenTracesErrorCode.NotFound, error.Code);
    }

    [Fact]
    public void A_manifest_is_read_as_it_was_written()
    {
        var manifest = new DatasetManifest
        {
            Name = "2026-01-01",
            Description = "a: \"b\" # c\n- d",
            SchemaRef = new DatasetSchemaRef { Path = "schemas/row.schema.json", Version = "1.0", Digest = "sha256:1" },
            Workflow = new WorkflowRef { Skill = "yes", Digest = "1e3", Config = RawJson.Parse("""{"n":1,"t":true,"s":"null","x":[1.5,{"y":"007"}]}""") },
            Executor = new ExecutorConfig { Default = "script", TimeoutMinutes = 5, BudgetUsd = 0.5 },
            Schedule = new DatasetSchedule { Enabled = true, Every = "1d" },
            Remotes = new Dictionary<string, DatasetRemote> { ["~"] = new() { Url = "https://example.org/x", Visibility = DatasetRemoteVisibility.Public } },
            ActiveRemote = "~",
            PublicationPolicy = new DatasetPublicationPolicy { Review = DatasetPublicationReviewPolicy.Auto },
            Security = new DatasetSecurityPolicy { RequiredTools = [SecurityToolName.Regex], EnabledTools = [SecurityToolName.Regex] },
        };

        Assert.Equal(Json(manifest), Json(ManifestYaml.Read(ManifestYaml.Write(manifest), "manifest.yaml")));
    }

    [Fact]
    public void A_manifest_written_before_the_shared_model_is_read()
    {
        const string Text = """
            name: "old"
            description: "d"
            schema:
              path: "schemas/row.schema.json"
              version: "1.0.0"
              digest: "sha256:1"
            workflow:
              skill: "user-turns-v1"
              digest: "sha256:2"
            executor:
              default: "in-process"
              development: "in-process"
            identity:
              mode: "payload_hash"
            publication_policy:
              review: "auto"
              security: "required"
            """;
        var manifest = ManifestYaml.Read(Text, "manifest.yaml");

        Assert.Equal(("old", "in-process", "user-turns-v1"), (manifest.Name, manifest.Executor.Default, manifest.Workflow.Skill));
        Assert.Equal(DatasetPublicationReviewPolicy.Auto, manifest.PublicationPolicy.Review);
    }

    [Theory]
    [InlineData("name: x\nschema: {path: p, version: '1'}\nworkflow: {skill: s, digest: d}\nidentity: {mode: fields, fields: [a]}", "payload_hash")]
    public void A_manifest_that_asks_for_more_than_this_version_does_is_refused(string text, string named)
    {
        var error = Assert.Throws<OpenTracesException>(() => ManifestYaml.Read(text, "the/manifest.yaml"));

        Assert.Equal(OpenTracesErrorCode.Precondition, error.Code);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name: x\nschema: {path: p, version: '1'}\nworkflow: {skill: s, digest: d}\nextra: 1")]
    [InlineData("name: x\nschema: {path: p, version: '1'}\nworkflow: {skill: s, digest: d}\nactive_remote: r")]
    [InlineData("")]
    [InlineData("- a")]
    [InlineData("name: x")]
    [InlineData("{")]
    [InlineData("name: &a [*b]")]
    public void A_damaged_manifest_names_its_file(string text)
    {
        var error = Assert.Throws<OpenTracesException>(() => ManifestYaml.Read(text, "the/manifest.yaml"));

        Assert.Equal(OpenTracesErrorCode.StoreCorrupt, error.Code);
        Assert.Contains("the/manifest.yaml", error.Message, StringComparison.Ordinal);
    }

    private static string Json(DatasetManifest manifest)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        DatasetJson.WriteManifest(buffer, manifest);
        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
