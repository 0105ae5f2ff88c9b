using Xunit;

namespace OpenTraces.Schema.Tests.Exchange;

public sealed class AgentTraceTests
{
    [Fact]
    public void A_record_of_somebody_else_comes_back_whole()
    {
        var record = Exchanged.ComesBack(ExchangeFormat.AgentTrace,
            """
            {"version":"0.1.0","id":"550e8400-e29b-41d4-a716-446655440000","timestamp":"2026-01-23T14:30:00Z","vcs":{"type":"jj","revision":"kkmpptxz"},"tool":{"name":"cursor","version":"2.4.0"},
             "files":[{"path":"src/a.ts","conversations":[{"url":"https://example.org/c/1","contributor":{"type":"ai","model_id":"anthropic/claude-x"},
              "ranges":[{"start_line":42,"end_line":67,"content_hash":"murmur3:9f2e8a1b"},{"start_line":70,"end_line":70,"contributor":{"type":"mixed"}}],"related":[{"type":"session","url":"https://example.org/s/1"}]}]}],
             "metadata":{"confidence":0.95,"dev.cursor":{"workspace_id":"w"}}}
            """);
        var range = record.Attribution!.Files[0].Conversations[0].Ranges[0];
        Assert.Equal((42, 67, "murmur3:9f2e8a1b"), (range.StartLine, range.EndLine, range.ContentHash));
        Assert.Equal("cursor", record.Agent.Name);
    }

    [Fact]
    public void Ranges_move_with_later_patches_and_lose_the_lines_those_replace()
    {
        var trace = Written(
            Patch(1, PatchKind.Add, 1, [], ["a", "b", "c", "d"]),
            Patch(2, PatchKind.Modify, 1, [], ["top"]),
            Patch(3, PatchKind.Modify, 3, ["b"], ["B1", "B2"]));
        var conversations = trace.Attribution!.Files.Single().Conversations;
        Assert.Equal("src/a.cs", trace.Attribution.Files.Single().Path);
        Assert.Equal([(2, 2), (5, 6)], conversations[0].Ranges.Select(r => (r.StartLine, r.EndLine)));
        Assert.Equal([(1, 1)], conversations[1].Ranges.Select(r => (r.StartLine, r.EndLine)));
        Assert.Equal([(3, 4)], conversations[2].Ranges.Select(r => (r.StartLine, r.EndLine)));
        Assert.Equal("openai/gpt-5", conversations[2].Contributor["model_id"]);
        Assert.Equal("opentraces://6f1f0a52-93a8-8c11-9d3e-0123456789ab/step_3", conversations[2].Url);
        Assert.Equal(MurmurHash3.ToPrefixedString("B1\nB2"u8), conversations[2].Ranges[0].ContentHash);
    }

    [Fact]
    public void A_deleted_file_and_a_patch_of_unknown_place_have_no_lines()
    {
        Assert.Empty(Written(Patch(1, PatchKind.Add, 1, [], ["a"]), Patch(2, PatchKind.Delete, null, ["a"], [])).Attribution!.Files);
        Assert.Empty(Written(Patch(1, PatchKind.Modify, null, ["a"], ["b"])).Attribution!.Files);
    }

    [Fact]
    public void A_file_outside_the_working_directory_is_left_out_and_named()
    {
        var (bytes, loss) = Exchanged.Write(ExchangeFormat.AgentTrace, Base(),
        [
            At("/home/me/.bashrc", "/home/me/work"), At("/home/me/work/../x", "/home/me/work"), At("~/y", null), At("C:\\Users\\me\\z", null),
            At("/home/me/work/src/a.cs", "/home/me/work"), At("b.cs", "/home/me/work/src"), At("./c.cs", null), At("d:\\Repo\\e.cs", "D:\\repo"),
        ]);
        Assert.DoesNotContain("home/me", System.Text.Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        Assert.Equal(["c.cs", "e.cs", "src/a.cs", "src/b.cs"], Exchanged.Read(ExchangeFormat.AgentTrace, bytes).Attribution!.Files.Select(f => f.Path));
        Assert.Contains(loss.Entries, e => e is { Path: "patches[]", Kind: LossKind.Dropped, Count: 4 } && e.Reason.Contains("outside the working directory", StringComparison.Ordinal));
    }

    [Fact]
    public void An_attribution_that_came_with_the_record_tells_no_home()
    {
        string[] paths =
        [
            "/home/me/work/src/a.cs", "file:///home/me/work/b%20c.cs", "d.cs", "src\\e.cs", "C:\\Users\\me\\f.cs", "~/g.cs", "../../home/me/h.cs", "/home/me/.bashrc",
            "file://host/home/me/i.cs", "\\\\host\\home\\me\\j.cs",
        ];
        var record = Base() with
        {
            Attribution = new Attribution
            {
                UnaccountedFiles = ["/home/me/work/k.cs", "/home/me/l.cs", "m.cs"],
                Files = [.. paths.Select(path => new AttributionFile
                {
                    Path = path,
                    Conversations = [new AttributionConversation { Url = "file:///home/me/.claude/s.jsonl" }, new AttributionConversation { Url = "/home/me/s.jsonl" }, new AttributionConversation { Url = "opentraces://t/step_1" }],
                })],
            },
        };
        var (bytes, loss) = Exchanged.Write(ExchangeFormat.AgentTrace, record, [At("/home/me/work/src/a.cs", "/home/me/work")]);
        var json = System.Text.Encoding.UTF8.GetString(bytes);
        Assert.DoesNotContain("home", json, StringComparison.Ordinal);
        Assert.DoesNotContain("Users", json, StringComparison.Ordinal);
        var read = Exchanged.Read(ExchangeFormat.AgentTrace, bytes).Attribution!;
        Assert.Equal(["src/a.cs", "b c.cs", "d.cs", "src\\e.cs"], read.Files.Select(f => f.Path));
        Assert.Equal(["k.cs", "m.cs"], read.UnaccountedFiles);
        Assert.Equal([null, null, "opentraces://t/step_1"], read.Files[0].Conversations.Select(c => c.Url));
        Assert.Contains(loss.Entries, e => e is { Path: "attribution.files[].path", Kind: LossKind.Approximated, Count: 2 });
        Assert.Contains(loss.Entries, e => e is { Path: "attribution.files[].path", Kind: LossKind.Dropped, Count: 6 });
        Assert.Contains(loss.Entries, e => e.Path == "attribution.unaccounted_files[]" && e.Kind != LossKind.Carried);
    }

    [Theory]
    [InlineData("vscode-file:///home/me/b.cs")]
    [InlineData("vscode-remote://ssh/home/me/a.cs")]
    [InlineData("./vscode-file:///home/me/b.cs")]
    [InlineData("%2Fhome%2Fme%2Fx")]
    [InlineData("%252Fhome%252Fme%252Fx")]
    [InlineData("file%3A///home/me/x")]
    [InlineData("%5C%5Chost%5Chome%5Cx")]
    [InlineData("%7E/home/x")]
    [InlineData("src/%2E%2E/../%2E%2E/home/me")]
    [InlineData(".//home/me/x")]
    [InlineData(" /home/me/x")]
    [InlineData("file:///home/me/work/%252Fhome%252Fme")]
    public void A_path_that_is_an_address_or_absolute_once_decoded_is_outside(string path)
    {
        var record = Base() with
        {
            Attribution = new Attribution { Files = [new AttributionFile { Path = path }, new AttributionFile { Path = "src/a b.cs" }], UnaccountedFiles = [path] },
        };
        var (bytes, loss) = Exchanged.Write(ExchangeFormat.AgentTrace, record, [At("/home/me/work/src/a.cs", "/home/me/work"), At(path, "/home/me/work")]);
        Assert.DoesNotContain("home", System.Text.Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        Assert.Equal(["src/a b.cs"], Exchanged.Read(ExchangeFormat.AgentTrace, bytes).Attribution!.Files.Select(f => f.Path));
        Assert.Contains(loss.Entries, e => e is { Path: "attribution.files[].path", Kind: LossKind.Dropped });
        Assert.Contains(loss.Entries, e => e is { Path: "attribution.unaccounted_files[]", Kind: LossKind.Dropped });
        var computed = Exchanged.Write(ExchangeFormat.AgentTrace, Base(), [At("vscode-file:///home/me/b.cs", "/home/me/work")]).Bytes;
        Assert.DoesNotContain("home", System.Text.Encoding.UTF8.GetString(computed), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vscode-file:///home/me/u", false)]
    [InlineData("opentraces:///home/me/u", false)]
    [InlineData("opentraces://home/me/u", false)]
    [InlineData("http:///home/me/u", false)]
    [InlineData("%66ile:///home/me/u", false)]
    [InlineData("https://example.org/home/u", true)]
    [InlineData("opentraces://t/step_1", true)]
    [InlineData("opentraces://t", true)]
    public void Only_addresses_on_the_web_and_of_traces_are_written(string url, bool isWritten)
    {
        var record = Base() with
        {
            Attribution = new Attribution
            {
                Files = [new AttributionFile { Path = "a", Conversations = [new AttributionConversation { Url = url, Related = RawJson.Parse($$"""[{"type":"session","url":"{{url}}"}]""") }] }],
            },
        };
        var (bytes, loss) = Exchanged.Write(ExchangeFormat.AgentTrace, record);
        Assert.Equal(isWritten, System.Text.Encoding.UTF8.GetString(bytes).Contains(url, StringComparison.Ordinal));
        Assert.Equal(isWritten, !loss.Entries.Any(e => e is { Path: "attribution.files[].conversations[].url", Kind: LossKind.Dropped }));
    }

    [Fact]
    public void A_member_of_somebody_else_that_tells_a_place_is_dropped_and_named()
    {
        List<UnknownMember> others =
        [
            Other("x_abs", "\"/home/me/x\""), Other("x_deep", """{"a":[1,{"b":"see (/home/me/x)"}]}"""), Other("x_url", "\"vscode-file:///home/me/x\""),
            Other("x_coded", "\"\\u002fhome%2Fme\""), Other("x_win", """["C:\\home\\me"]"""), Other("x_name", """{"/home/me":1}"""), Other("x_tilde", "\"~/home\""),
            Other("confidence", "0.5"), Other("kept", """{"a":["src/a.cs","and/or","https://example.org/p"]}"""),
        ];
        var record = Base() with
        {
            Attribution = new Attribution
            {
                Files =
                [
                    new AttributionFile
                    {
                        Path = "a",
                        Unknown = others,
                        Conversations =
                        [
                            new AttributionConversation
                            {
                                Contributor = new Dictionary<string, string> { ["type"] = "ai", ["tool"] = "/home/me/bin/tool" },
                                Ranges = [new AttributionRange { StartLine = 1, EndLine = 1, Unknown = others }],
                                Unknown = others,
                                Related = RawJson.Parse("""[{"type":"session","url":"https://example.org/s","at":"/home/me/s"}]"""),
                            },
                        ],
                    },
                ],
            },
        };
        var (bytes, loss) = Exchanged.Write(ExchangeFormat.AgentTrace, record);
        Assert.DoesNotContain("home", System.Text.Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        var file = Exchanged.Read(ExchangeFormat.AgentTrace, bytes).Attribution!.Files.Single();
        Assert.Equal(["\"confidence\"", "\"kept\""], file.Unknown.Select(m => m.Name.ToString()));
        Assert.Equal(2, file.Conversations[0].Unknown.Count);
        Assert.Equal(2, file.Conversations[0].Ranges[0].Unknown.Count);
        foreach (var place in (string[])["", ".conversations[]", ".conversations[].ranges[]"])
            Assert.Contains(loss.Entries, e => e.Path == $"attribution.files[]{place}.x_abs" && e is { Kind: LossKind.Dropped, Count: 1 });
        Assert.Contains(loss.Entries, e => e is { Path: "attribution.files[].conversations[].contributor.tool", Kind: LossKind.Dropped });
        Assert.Contains(loss.Entries, e => e is { Path: "attribution.files[].conversations[].related", Kind: LossKind.Dropped });
    }

    [Fact]
    public void The_report_names_what_is_missing_and_not_what_the_document_says()
    {
        var patches = new[] { Patch(1, PatchKind.Add, 1, [], ["a"]), Patch(2, PatchKind.Modify, null, ["a"], ["b"]) };
        var record = Base() with
        {
            Steps = [new Step { StepIndex = 1, Role = StepRole.Agent, Model = "openai/gpt-5" }],
            Patches = [patches[0].ToReference()],
        };
        var (_, loss) = Exchanged.Write(ExchangeFormat.AgentTrace, record, patches);
        Assert.DoesNotContain(loss.Entries, e => e.Path is "patches[].file_path" or "patches[].step_index" or "steps[].step_index" or "steps[].model" or "agent.model");
        Assert.Contains(loss.Entries, e => e is { Path: "patches[]", Kind: LossKind.Dropped, Count: 1 } && e.Reason.Contains("where in the file", StringComparison.Ordinal));
        var (_, bare) = Exchanged.Write(ExchangeFormat.AgentTrace, record);
        Assert.Contains(bare.Entries, e => e is { Path: "patches[].file_path", Kind: LossKind.Dropped, Count: 1 });
        Assert.Contains(bare.Entries, e => e is { Path: "steps[].model", Kind: LossKind.Dropped, Count: 1 });
        Assert.Contains(bare.Entries, e => e is { Path: "agent.model", Kind: LossKind.Dropped, Count: 1 });
    }

    [Fact]
    public void A_model_id_is_cut_where_the_format_ends_and_that_is_said()
    {
        var record = Base() with
        {
            Attribution = new Attribution
            {
                Files = [new AttributionFile { Path = "a", Conversations = [new AttributionConversation { Contributor = new Dictionary<string, string> { ["type"] = "ai", ["model_id"] = new('m', 300) } }] }],
            },
        };
        var (_, loss) = Exchanged.Write(ExchangeFormat.AgentTrace, record);
        Assert.Contains(loss.Entries, e => e is { Kind: LossKind.Truncated, Path: "attribution.files[].conversations[].contributor.model_id" });
    }

    private static UnknownMember Other(string name, string value) => new() { Name = RawJson.Parse($"\"{name}\""), Value = RawJson.Parse(value) };

    private static TraceRecord Base() => new()
    {
        TraceId = "6f1f0a52-93a8-8c11-9d3e-0123456789ab",
        SessionId = "s",
        Agent = new Agent { Name = "codex-cli", Model = "openai/gpt-5" },
        TimestampEnd = "2026-05-01 10:00:00+02:00",
    };

    private static TraceRecord Written(params TracePatch[] patches) =>
        Exchanged.Read(ExchangeFormat.AgentTrace, Exchanged.Write(ExchangeFormat.AgentTrace, Base(), patches).Bytes);

    private static TracePatch At(string path, string? workingDirectory) =>
        TracePatch.FromDraft(TraceId.Parse(Base().TraceId), 0, Patch(1, PatchKind.Add, 1, [], ["x"]).Content with { FilePath = path, WorkingDirectory = workingDirectory });

    private static TracePatch Patch(int step, PatchKind kind, int? start, string[] removed, string[] added) => TracePatch.FromDraft(TraceId.Parse(Base().TraceId), 0, new PatchDraft
    {
        FilePath = "/home/me/src/a.cs",
        WorkingDirectory = "/home/me",
        Kind = kind,
        StepIndex = step,
        ToolCallId = "c" + step.ToString(System.Globalization.CultureInfo.InvariantCulture),
        NewStart = start,
        Removed = removed,
        Added = added,
    });
}
