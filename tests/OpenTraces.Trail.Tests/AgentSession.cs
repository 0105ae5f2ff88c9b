using System.Globalization;
using System.Text;
using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.TestKit;

namespace OpenTraces.Trail.Tests;

/// <summary>An agent that edits files of a scene and whose transcript says so.</summary>
internal sealed class AgentSession(Scene scene, string session)
{
    private readonly List<PatchDraft> _drafts = [];
    private readonly Dictionary<int, string> _asks = [];
    private int _calls;

    public string? WorkingDirectory { get; set; } = scene.Repo.Root;

    /// <summary>How the transcript writes a path; by default absolute.</summary>
    public Func<string, string> Naming { get; set; } = path => Path.Combine(scene.Repo.Root, path);

    /// <summary>Whether the transcript says where in the file a hunk lies.</summary>
    public bool KnowsLines { get; set; }

    public TimeSpan Delay { get; set; }

    public string? CallPrefix { get; set; }

    public string Harness { get; set; } = "claude-code";

    /// <summary>The model that steps name; without it and <see cref="Tool"/> the record has no steps.</summary>
    public string? Model { get; set; }

    /// <summary>The session's main model.</summary>
    public string? MainModel { get; set; }

    /// <summary>What the next patches lack.</summary>
    public IReadOnlyList<string> Limitations { get; set; } = [];

    /// <summary>The tool that changes are made with.</summary>
    public string? Tool { get; set; }

    public TraceId Id => Key.ToTraceId();

    public IReadOnlyList<PatchDraft> Patches => _drafts;

    private TraceKey Key => new() { Agent = Harness, SessionId = session, FirstEntry = ContentHash.Of(Encoding.UTF8.GetBytes(session)) };

    /// <summary>What the person says before the next call; a step of its own.</summary>
    public AgentSession Ask(string text)
    {
        _asks[++_calls] = text;
        return this;
    }

    /// <summary>Changes a file to a new text; one hunk per run of changed lines.</summary>
    public AgentSession Edit(string path, string text)
    {
        var old = File.Exists(Path.Combine(scene.Repo.Root, path)) ? scene.Repo.Read(path) : "";
        scene.Repo.Write(path, text);
        _calls++;
        foreach (var hunk in NaiveDiff.Hunks(Lines(old), Lines(text)))
            Add(path, PatchKind.Modify, hunk.Removed, hunk.Added, hunk.OldStart, hunk.NewStart);
        return this;
    }

    /// <summary>Writes a whole file without saying what it held.</summary>
    public AgentSession Write(string path, string text)
    {
        scene.Repo.Write(path, text);
        _calls++;
        Add(path, PatchKind.Add, [], Lines(text), 1, 1);
        return this;
    }

    /// <summary>Claims a hunk without touching the file.</summary>
    public AgentSession Claim(string path, string[] removed, string[] added, PatchKind kind = PatchKind.Modify)
    {
        _calls++;
        Add(path, kind, removed, added, null, null);
        return this;
    }

    public AgentSession Delete(string path, bool contentKnown = true)
    {
        var text = contentKnown ? Lines(scene.Repo.Read(path)) : [];
        File.Delete(Path.Combine(scene.Repo.Root, path));
        _calls++;
        Add(path, PatchKind.Delete, text, [], 1, 1);
        return this;
    }

    public AgentSession Move(string path, string newPath)
    {
        scene.Repo.Git("mv", path, newPath);
        _calls++;
        Add(newPath, PatchKind.Move, [], [], null, null);
        _drafts[^1] = _drafts[^1] with { OldPath = Naming(path) };
        return this;
    }

    public CapturedTrace Build()
    {
        var ordinals = new Dictionary<(string, string), int>();
        var patches = new List<TracePatch>();
        foreach (var draft in _drafts)
        {
            var at = ordinals[(draft.ToolCallId, draft.FilePath)] = ordinals.GetValueOrDefault((draft.ToolCallId, draft.FilePath), -1) + 1;
            patches.Add(TracePatch.FromDraft(Id, at, draft));
        }

        return new CapturedTrace
        {
            Key = Key,
            Record = new TraceRecord
            {
                TraceId = Id.ToString(),
                SessionId = session,
                Agent = new Agent { Name = Harness, Model = MainModel },
                Steps = Steps(),
                TimestampStart = _drafts[0].Timestamp,
                TimestampEnd = _drafts[^1].Timestamp,
                Patches = [.. patches.Select(p => p.ToReference())],
            },
            Patches = patches,
            Sources = [Some.Source(string.Create(CultureInfo.InvariantCulture, $"{session} {_drafts.Count}\n"))],
            Report = new ParseReport { Parser = "claude-code", ParserVersion = 1, Lines = new LineCounts { Mapped = 1 } },
        };
    }

    public static string[] Lines(string text)
    {
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');
        return lines[^1].Length == 0 ? lines[..^1] : lines;
    }

    /// <summary>Steps matter only where somebody asks, or a call is named.</summary>
    private IReadOnlyList<Step> Steps() => _asks.Count == 0 && Model is null && Tool is null ? [] : [.. Enumerable.Range(1, _calls).Select(Step)];

    private Step Step(int index) => _asks.TryGetValue(index, out var text)
        ? new Step { StepIndex = index, Role = StepRole.User, Content = text }
        : new Step
        {
            StepIndex = index,
            Role = StepRole.Agent,
            Model = Model,
            ToolCalls = Tool is null ? [] : [.. _drafts.Where(d => d.StepIndex == index).Select(d => d.ToolCallId).Distinct().Select(id => new ToolCall { ToolCallId = id, ToolName = Tool })],
        };

    private void Add(string path, PatchKind kind, string[] removed, string[] added, int? oldStart, int? newStart)
    {
        // Calls of one minute follow each other by a second.
        var time = scene.Repo.Now + Delay + TimeSpan.FromSeconds(_calls);
        _drafts.Add(new PatchDraft
        {
            FilePath = Naming(path),
            Kind = kind,
            ToolCallId = string.Create(CultureInfo.InvariantCulture, $"{CallPrefix ?? session}-call-{_calls}"),
            StepIndex = _calls,
            WorkingDirectory = WorkingDirectory,
            Timestamp = time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            OldStart = KnowsLines ? oldStart : null,
            NewStart = KnowsLines ? newStart : null,
            Removed = removed,
            Added = added,
            Limitations = Limitations,
        });
    }
}
