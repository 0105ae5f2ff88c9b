using System.Text.Json;
using OpenTraces.Capture.Harnesses.CodexCli.Lines;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.CodexCli;

/// <summary>What a rollout says of itself: its first meta line, the context in force, and what goes into the metadata.</summary>
internal sealed class CodexCliSession
{
    private readonly HashSet<string> _seenInjected = new(StringComparer.Ordinal);
    private readonly List<(string Role, string Kind, string Text)> _injected = [];
    private readonly List<RawJson> _compactions = [];
    private readonly List<RawJson> _reviews = [];
    private readonly List<string> _ghostCommits = [];
    private readonly List<string> _errors = [];
    private readonly SortedSet<string> _skills = new(StringComparer.Ordinal);
    private readonly List<(string Call, string Thread)> _spawned = [];
    private RawJson _meta;
    private CodexCliContext? _context;
    private string? _provider;
    private string? _threadName;
    private string? _shell;
    private int _abortedTurns;

    public string? Id { get; private set; }

    /// <summary>The thread whose history this one starts with; null when it starts anew.</summary>
    public string? ForkedFrom { get; private set; }

    public string? ParentThread { get; private set; }

    public string? StartedAt { get; private set; }

    /// <summary>The model in force, as <c>provider/model</c>.</summary>
    public string? Model { get; private set; }

    /// <summary>The directory in force.</summary>
    public string? Directory { get; private set; }

    /// <summary>The directory at the start.</summary>
    public string? FirstDirectory { get; private set; }

    public string AgentRole { get; private set; } = "main";

    public string CallType { get; private set; } = "main";

    public string? SystemPrompt { get; private set; }

    public string? SystemPromptHash { get; private set; }

    public string? FirstPrompt { get; set; }

    /// <summary><c>interrupted</c>, <c>error</c> or null: how the last turn ended.</summary>
    public string? TerminalState { get; set; }

    public bool HasMeta => Id is not null;

    /// <summary>Takes the session's first meta line, or the header of the bare form.</summary>
    public void TakeMeta(RawJson meta)
    {
        _meta = meta;
        Id = meta.GetString("id"u8) is { Length: > 0 } id ? id : null;
        StartedAt = meta.GetString("timestamp"u8);
        ForkedFrom = meta.GetString("forked_from_id"u8);
        ParentThread = meta.GetString("parent_thread_id"u8);
        _provider = meta.GetString("model_provider"u8);
        if (meta.GetString("model"u8) is { } model)
            SetModel(model);
        SetDirectory(meta.GetString("cwd"u8));
        TakeSource(meta);
        TakeInstructions(meta);
    }

    public void TakeContext(CodexCliContext context)
    {
        _context = context;
        if (!string.IsNullOrEmpty(context.Model))
            SetModel(context.Model);
        SetDirectory(context.Directory);
    }

    public void SetDirectory(string? directory)
    {
        if (string.IsNullOrEmpty(directory))
            return;
        Directory = directory;
        FirstDirectory ??= directory;
    }

    /// <summary>Keeps a text that the harness put in; the same text is kept once.</summary>
    public void Inject(string role, string kind, string text)
    {
        if (!_seenInjected.Add(text))
            return;
        _injected.Add((role, kind, text));
        if (kind == "environment_context")
        {
            if (FirstDirectory is null)
                SetDirectory(CodexCliInjected.Element(text, "cwd"));
            _shell ??= CodexCliInjected.Element(text, "shell");
        }
        else if (kind == "skill" && CodexCliInjected.Element(text, "name") is { } skill)
        {
            _skills.Add(skill);
        }
    }

    public void AddSkill(string name) => _skills.Add(name);

    public void AddSpawned(string call, string thread)
    {
        if (!_spawned.Contains((call, thread)))
            _spawned.Add((call, thread));
    }

    public void AddCompaction(string? summary, string? timestamp, int step) => _compactions.Add(RawJson.Build(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("after_step"u8, step);
        JsonWrite.Text(writer, "timestamp"u8, timestamp);
        JsonWrite.Text(writer, "summary"u8, string.IsNullOrEmpty(summary) ? null : summary);
        writer.WriteEndObject();
    }));

    /// <summary>Keeps what a review found: the event as it stands, or the item inside it.</summary>
    public void AddReview(RawJson review) => _reviews.Add(review.TryGetMember("item"u8, out var item) ? item : review);

    public void AddGhost(RawJson ghost)
    {
        if (ghost.TryGetMember("ghost_commit"u8, out var commit) && commit.GetString("id"u8) is { } id)
            _ghostCommits.Add(id);
    }

    public void AddError(RawJson error)
    {
        TerminalState = "error";
        var message = error.GetString("message"u8)
            ?? (error.TryGetMember("error"u8, out var inner) ? inner.GetString("message"u8) : null);
        if (message is not null)
            _errors.Add(message);
    }

    public void AddAbort()
    {
        TerminalState = "interrupted";
        _abortedTurns++;
    }

    public void Rename(RawJson payload) => _threadName = payload.GetString("thread_name"u8) ?? _threadName;

    public string? CliVersion => _meta.GetString("cli_version"u8);

    public TraceTask ToTask()
    {
        _meta.TryGetMember("git"u8, out var git);
        var (url, name) = RepositoryAddress.Of(git.GetString("repository_url"u8));
        return new TraceTask
        {
            Description = FirstPrompt,
            Source = FirstPrompt is null ? null : "user_prompt",
            Repository = name,
            RepositoryUrl = url,
            BaseCommit = git.GetString("commit_hash"u8),
        };
    }

    public TraceEnvironment ToEnvironment()
    {
        var hasGit = _meta.TryGetMember("git"u8, out var git) && git.Kind == JsonValueKind.Object;
        return new TraceEnvironment
        {
            Os = WorkingDirectory.OperatingSystem(FirstDirectory),
            Shell = _shell,
            Vcs = hasGit
                ? new VersionControl
                {
                    Type = "git",
                    BaseCommit = git.GetString("commit_hash"u8),
                    Branch = git.GetString("branch"u8) is { Length: > 0 } branch and not "HEAD" ? branch : null,
                }
                : new VersionControl(),
        };
    }

    public RawJson ToMetadata() => RawJson.Build(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("source"u8, "codex_cli_rollout"u8);
        JsonWrite.Texts(writer, "skills"u8, _skills);
        writer.WritePropertyName("codex_cli"u8);
        writer.WriteStartObject();
        WriteOwn(writer);
        writer.WriteEndObject();
        if (_compactions.Count > 0)
            writer.WriteBoolean("is_compacted"u8, true);
        WriteAll(writer, "compaction_events", _compactions);
        JsonWrite.Texts(writer, "session_errors"u8, _errors);
        JsonWrite.Texts(writer, "capture_limitations"u8, Limitations());
        writer.WriteEndObject();
    });

    private void WriteOwn(Utf8JsonWriter writer)
    {
        foreach (var name in (ReadOnlySpan<string>)["originator", "source", "thread_source", "agent_nickname", "agent_role",
            "model_provider", "session_id", "history_mode", "memory_mode", "forked_from_id", "history_base"])
            WriteMember(writer, name, _meta);
        JsonWrite.Text(writer, "parent_thread_id"u8, ParentThread);
        JsonWrite.Text(writer, "thread_name"u8, _threadName);
        WriteValue(writer, "approval_policy", _context?.ApprovalPolicy);
        WriteValue(writer, "effort", _context?.Effort);
        WriteValue(writer, "sandbox_policy", _context?.SandboxPolicy);
        WriteValue(writer, "permission_profile", _context?.PermissionProfile);
        if (_abortedTurns > 0)
            writer.WriteNumber("aborted_turns"u8, _abortedTurns);
        JsonWrite.Texts(writer, "ghost_commits"u8, _ghostCommits);
        WriteAll(writer, "reviews", _reviews);
        if (_spawned.Count > 0)
        {
            writer.WriteStartObject("spawned_threads"u8);
            foreach (var (call, thread) in _spawned)
                writer.WriteString(call, thread);
            writer.WriteEndObject();
        }

        if (_injected.Count == 0)
            return;
        writer.WriteStartArray("injected"u8);
        foreach (var (role, kind, text) in _injected)
        {
            writer.WriteStartObject();
            JsonWrite.Text(writer, "role"u8, role);
            JsonWrite.Text(writer, "kind"u8, kind);
            JsonWrite.Text(writer, "text"u8, text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary><c>cli</c>, or <c>{subagent: ...}</c>: then this is a thread that another one started.</summary>
    private void TakeSource(RawJson meta)
    {
        if (!meta.TryGetMember("source"u8, out var source) || !source.TryGetMember("subagent"u8, out var subagent))
            return;
        CallType = "subagent";
        subagent.TryGetMember("thread_spawn"u8, out var spawn);
        ParentThread ??= spawn.GetString("parent_thread_id"u8);
        var role = meta.GetString("agent_role"u8) ?? spawn.GetString("agent_role"u8)
            ?? subagent.AsString() ?? subagent.GetString("other"u8);
        AgentRole = string.IsNullOrEmpty(role) ? "subagent" : role.ToLowerInvariant();
    }

    private List<string> Limitations()
    {
        var limitations = new List<string>();
        if (CallType == "subagent")
            limitations.Add("subagent_thread_is_a_trace_of_its_own");
        if (_meta.TryGetMember("history_base"u8, out _))
            limitations.Add("history_before_fork_is_in_another_file");
        return limitations;
    }

    private void TakeInstructions(RawJson meta)
    {
        var text = meta.TryGetMember("base_instructions"u8, out var instructions)
            ? instructions.AsString() ?? instructions.GetString("text"u8)
            : null;
        text ??= meta.GetString("instructions"u8);
        if (string.IsNullOrEmpty(text))
            return;
        SystemPrompt = text;
        SystemPromptHash = ContentHash.Of(System.Text.Encoding.UTF8.GetBytes(text)).ToString()[..16];
    }

    private void SetModel(string model) =>
        Model = model.Contains('/', StringComparison.Ordinal) || string.IsNullOrEmpty(_provider) ? model : $"{_provider}/{model}";

    private static void WriteMember(Utf8JsonWriter writer, string name, RawJson from)
    {
        if (from.TryGetMember(System.Text.Encoding.UTF8.GetBytes(name), out var value))
            WriteValue(writer, name, value);
    }

    private static void WriteValue(Utf8JsonWriter writer, string name, RawJson? value)
    {
        if (value is not { } known || known.Kind == JsonValueKind.Null)
            return;
        writer.WritePropertyName(name);
        known.WriteTo(writer);
    }

    private static void WriteAll(Utf8JsonWriter writer, string name, List<RawJson> values)
    {
        if (values.Count == 0)
            return;
        writer.WriteStartArray(name);
        foreach (var value in values)
            value.WriteTo(writer);
        writer.WriteEndArray();
    }
}
