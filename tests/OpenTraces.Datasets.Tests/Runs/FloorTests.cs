using OpenTraces.Bucket;
using Xunit;

namespace OpenTraces.Datasets.Tests.Runs;

public sealed class FloorTests
{
    [Fact]
    public async Task A_secret_never_reaches_any_file_of_the_dataset()
    {
        using var lab = new DatasetLab();
        lab.Rows.AddRange(
        [
            $$"""{"n":1,"text":"use {{DatasetLab.Secret}} in /home/jane.doe/x for jane@acme.io"}""",
            $$"""{"n":2,"{{DatasetLab.Secret}}":"x"}""",
            $$"""{"n":"{{DatasetLab.Secret}}"}""",
        ]);

        var report = await (await lab.CreateAsync()).RunAsync(DatasetLab.Name);

        Assert.Equal((1, 1, 1), (report.Appended, report.RejectedByFloor.Count, report.ValidationErrors.Count));
        Assert.Equal(2, Assert.Single(report.RejectedByFloor).Position);
        Assert.True(report.Redactions >= 4);
        AssertNowhere(lab, "Abcd1234", "jane.doe", "jane@acme.io");
        Assert.Contains("[REDACTED:github_token:", Assert.Single(await lab.LinesAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_that_differ_only_in_what_is_redacted_alike_are_one()
    {
        using var lab = new DatasetLab();
        lab.Rows.AddRange([$$"""{"n":1,"text":"{{DatasetLab.Secret}}"}""", $$"""{"text":"{{DatasetLab.Secret}}","n":1}"""]);

        var report = await (await lab.CreateAsync()).RunAsync(DatasetLab.Name);

        Assert.Equal((1, 1), (report.Appended, report.Duplicates));
    }

    [Fact]
    public async Task A_tool_that_fails_keeps_every_row_out()
    {
        using var lab = new DatasetLab();
        lab.Tools.Add(new SteeredTool(SecurityToolKind.Detector) { Throws = true });
        lab.Rows.Add("""{"n":1}""");

        var report = await (await lab.CreateAsync()).RunAsync(DatasetLab.Name);

        Assert.Equal(["tool_error"], Assert.Single(report.RejectedByFloor).Reasons);
        Assert.Empty(await lab.LinesAsync());
    }

    [Fact]
    public async Task What_ran_over_a_row_is_written_beside_it()
    {
        using var lab = new DatasetLab();
        lab.Rows.Add("""{"n":1}""");
        await (await lab.CreateAsync()).RunAsync(DatasetLab.Name);

        var provenance = await File.ReadAllTextAsync(lab.In(".opentraces/row_provenance.jsonl"));

        Assert.All(SecurityTools.Floor, tool => Assert.Contains($"{{\"name\":\"{tool}\",\"version\":\"1\"", provenance, StringComparison.Ordinal));
    }

    internal static void AssertNowhere(DatasetLab lab, params string[] values)
    {
        var files = Directory.EnumerateFiles(lab.Root, "*", SearchOption.AllDirectories).ToList();
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var text = File.ReadAllText(file);
            Assert.All(values, v => Assert.DoesNotContain(v, text, StringComparison.Ordinal));
        }
    }
}
