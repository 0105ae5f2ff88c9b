using System.Text;
using System.Text.Json.Nodes;
using OpenTraces.Schema;
using OpenTraces.Trail.Teleport;
using Xunit;

namespace OpenTraces.Trail.Tests.Teleport;

/// <summary>A folder from a stranger: it is refused, or it is opened and does nothing but lie there.</summary>
public sealed class HostileTests : IDisposable
{
    private readonly TeleportScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Theory]
    [InlineData("trace.json")]
    [InlineData("patches.jsonl")]
    [InlineData("anchors.jsonl")]
    [InlineData("git.bundle")]
    public async Task A_byte_changed_anywhere_is_an_integrity_error(string file)
    {
        await _scene.ExportAsync();
        var path = Path.Combine(_scene.Out, file);
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        var error = await _scene.FailToOpenAsync();
        Assert.Equal(OpenTracesErrorCode.StoreCorrupt, error.Code);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("trace.json")]
    [InlineData("git.bundle")]
    public async Task A_file_that_is_gone_or_cut_is_an_integrity_error(string file)
    {
        await _scene.ExportAsync();
        var path = Path.Combine(_scene.Out, file);
        await using (var cut = new FileStream(path, FileMode.Open))
            cut.SetLength(cut.Length / 2);
        Assert.Equal(OpenTracesErrorCode.StoreCorrupt, (await _scene.FailToOpenAsync()).Code);
        File.Delete(path);
        Assert.Equal(OpenTracesErrorCode.StoreCorrupt, (await _scene.FailToOpenAsync()).Code);
    }

    [Fact]
    public async Task A_manifest_that_was_changed_is_an_integrity_error_also_where_it_names_no_file()
    {
        await _scene.ExportAsync();
        var path = Path.Combine(_scene.Out, "manifest.json");
        await File.WriteAllTextAsync(path, _scene.Text("manifest.json").Replace("\"generation\": 1", "\"generation\": 2", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Assert.Equal(OpenTracesErrorCode.StoreCorrupt, (await _scene.FailToOpenAsync()).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"schema_version\":7}")]
    [InlineData("{\"schema_version\":\"opentraces.trace_workspace.v9\",\"workspace_id\":\"x\"}")]
    [InlineData("{\"schema_version\":\"opentraces.trace_workspace.v1\"}")]
    [InlineData("{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}}}}")]
    [InlineData("\u0000\u0001")]
    public async Task What_is_no_manifest_is_said_to_be_none(string manifest)
    {
        _scene.Folder.Write("out/manifest.json", manifest);
        Assert.Equal(OpenTracesErrorCode.InvalidTrace, (await _scene.FailToOpenAsync()).Code);
    }

    [Fact]
    public async Task A_folder_without_a_manifest_is_foreign()
    {
        _scene.Folder.Write("out/something.txt", "x");
        Assert.Equal(OpenTracesErrorCode.InvalidTrace, (await _scene.FailToOpenAsync()).Code);
    }

    [Fact]
    public async Task A_pipe_for_a_manifest_is_foreign_and_not_waited_for()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no such files");
        Directory.CreateDirectory(_scene.Out);
        using (var made = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(_scene.Out, "manifest.json")]))
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(OpenTracesErrorCode.InvalidTrace, (await _scene.FailToOpenAsync()).Code);
    }

    public static TheoryData<string, string> AbsurdManifests => new()
    {
        { "files/0/name", "\"../secret\"" },
        { "files/0/name", "\"/etc/passwd\"" },
        { "files/0/name", "\"..\\\\secret\"" },
        { "files/0/name", "\"trace.json\"" },
        { "files/0/bytes", "9223372036854775807" },
        { "files/0/bytes", "-1" },
        { "files/0/sha256", "\"none\"" },
        { "files", "[]" },
        { "files", "null" },
        { "trace_id", "\"../../x\"" },
        { "trace_id", "null" },
        { "patches", "-5" },
        { "patches", "1e99" },
        { "steps", "77" },
        { "anchored", "2" },
        { "git", "null" },
        { "git", "[]" },
        { "git/kind", "\"whole\"" },
        { "git/kind", "\"thin\"" },
        { "git/object_format", "\"md5\"" },
        { "git/object_format", "\"sha256\"" },
        { "git/head", "\"--upload-pack=touch /tmp/x\"" },
        { "git/head", "\"0000000000000000000000000000000000000000\"" },
        { "git/commits", "[]" },
        { "git/commits/0", "\"refs/heads/../../x\"" },
        { "git/boundary", "[]" },
        { "git/boundary/0", "\"x\\n0000\"" },
        { "git/prerequisites", "[\"0000000000000000000000000000000000000000\"]" },
        { "git/objects", "2000000000" },
        { "limitations", "[\"\\u001b[31m\"]" },
    };

    [Theory]
    [MemberData(nameof(AbsurdManifests))]
    public async Task A_manifest_that_fits_its_digests_and_asks_for_what_no_export_has_is_refused(string place, string value)
    {
        await _scene.ExportAsync();
        _scene.Folder.Write("secret", "not for others");
        _scene.Forge(manifest => Set(manifest, place.Split('/'), value));
        Assert.Equal(OpenTracesErrorCode.InvalidTrace, (await _scene.FailToOpenAsync()).Code);
    }

    [Theory]
    [InlineData("refs/heads/../../x")]
    [InlineData("refs/heads/main")]
    [InlineData("HEAD")]
    public async Task A_bundle_with_other_refs_is_refused(string reference)
    {
        await _scene.ExportAsync();
        Rewrite("git.bundle", text => text.Replace(" refs/opentraces/commits/" + _scene.Taken, " " + reference, StringComparison.Ordinal));
        _scene.Forge(_ => { });
        var error = await _scene.FailToOpenAsync();
        Assert.Equal(OpenTracesErrorCode.InvalidTrace, error.Code);
        Assert.Contains("refs", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bundle_whose_pack_is_damaged_is_refused_although_its_digest_fits()
    {
        await _scene.ExportAsync();
        Rewrite("git.bundle", text => text[..^30] + new string('x', 30));
        _scene.Forge(_ => { });
        var error = await _scene.FailToOpenAsync();
        Assert.Equal(OpenTracesErrorCode.InvalidTrace, error.Code);
        Assert.Contains("index-pack", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Patches_of_another_trace_are_refused()
    {
        await _scene.ExportAsync();
        Rewrite("patches.jsonl", text => text.Replace(_scene.Agent.Id.ToString(), "00000000-0000-8000-8000-000000000000", StringComparison.Ordinal));
        _scene.Forge(_ => { });
        Assert.Equal(OpenTracesErrorCode.InvalidTrace, (await _scene.FailToOpenAsync()).Code);
    }

    [Theory]
    [InlineData("trace.json")]
    [InlineData("manifest.json")]
    public async Task A_link_is_not_followed(string file)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a right there");
        await _scene.ExportAsync();
        File.Move(Path.Combine(_scene.Out, file), _scene.Folder["secret"]);
        File.CreateSymbolicLink(Path.Combine(_scene.Out, file), _scene.Folder["secret"]);
        var error = await _scene.FailToOpenAsync();
        Assert.Equal(OpenTracesErrorCode.InvalidTrace, error.Code);
        Assert.Contains("link", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_a_disk_should_take_is_refused_before_it_is_written()
    {
        _scene.Repo.Write("long.txt", new string('a', 3_000_000));
        for (var i = 0; i < 40; i++)
            _scene.Repo.Write($"copies/{i}.txt", new string('a', 3_000_000));
        _scene.Repo.Git("add", "-A");
        _scene.Repo.Git("commit", "-q", "--amend", "--no-edit");
        await _scene.ExportAsync();
        // One object is few bytes in the pack, and many files in the working tree.
        var limits = new WorkspaceLimits { Unpacked = 10_000_000 };
        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await OpenRun.RunAsync(_scene.Out, _scene.Into, new TrailOptions(), limits, CancellationToken.None));
        Assert.Equal(OpenTracesErrorCode.InvalidTrace, error.Code);
        Assert.False(Directory.Exists(_scene.Into));
        Assert.True(new FileInfo(Path.Combine(_scene.Out, "git.bundle")).Length < 1_000_000);
    }

    [Fact]
    public async Task Hooks_filters_and_configuration_of_files_are_not_run_and_links_become_files()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a right there");
        _scene.Repo.Write(".gitattributes", "* filter=evil\n*.crlf text eol=crlf\n*.py ident\n");
        _scene.Repo.Write("a.crlf", "one\ntwo\n");
        _scene.Repo.Write(".gitmodules", "[submodule \"x\"]\n\tpath = x\n\turl = ./x\n");
        _scene.Repo.Write("hooks/post-checkout", "#!/bin/sh\ntouch ran\n");
        File.CreateSymbolicLink(Path.Combine(_scene.Repo.Root, "link"), "src/till.py");
        _scene.Repo.Git("add", "-A");
        _scene.Repo.Git("commit", "-q", "--amend", "--no-edit");
        await _scene.ExportAsync();
        var opened = await _scene.OpenAsync();
        var link = new FileInfo(Path.Combine(opened.Repository!, "link"));
        Assert.Null(link.LinkTarget);
        Assert.Equal("src/till.py", await File.ReadAllTextAsync(link.FullName, TestContext.Current.CancellationToken));
        Assert.Equal("one\ntwo\n", await File.ReadAllTextAsync(Path.Combine(opened.Repository!, "a.crlf"), TestContext.Current.CancellationToken));
        Assert.False(Directory.Exists(Path.Combine(opened.Repository!, ".git", "hooks")));
        Assert.Equal("", _scene.Git(opened.Repository!, "status", "--porcelain"));
    }

    private void Rewrite(string file, Func<string, string> change)
    {
        var path = Path.Combine(_scene.Out, file);
        File.WriteAllBytes(path, Encoding.Latin1.GetBytes(change(Encoding.Latin1.GetString(File.ReadAllBytes(path)))));
    }

    private static void Set(JsonNode node, string[] place, string value)
    {
        for (var i = 0; i < place.Length - 1; i++)
            node = node is JsonArray items ? items[int.Parse(place[i], System.Globalization.CultureInfo.InvariantCulture)]! : node[place[i]]!;
        var last = place[^1];
        if (node is JsonArray array)
            array[int.Parse(last, System.Globalization.CultureInfo.InvariantCulture)] = JsonNode.Parse(value);
        else
            node[last] = JsonNode.Parse(value);
    }
}
