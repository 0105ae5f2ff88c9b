using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OpenTraces.Cli.Sample;

/// <summary>Writes a session as Codex CLI 0.139 does: one line per event, a call of the model closed by its token count.</summary>
internal sealed class CodexSessionWriter
{
    private const int ContextWindow = 258400;
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly string _workingDirectory;
    private DateTimeOffset _now;
    private DateTimeOffset _turnStart;
    private string _turn = "";
    private int _calls;
    private int _turns;
    private CodexUsage _total;

    public CodexSessionWriter(string workingDirectory, DateTimeOffset start)
    {
        _workingDirectory = workingDirectory;
        _now = start;
    }

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    public void Meta(string sessionId, string commit, string instructions) => Line("session_meta", json =>
    {
        json.WriteString("id", sessionId);
        json.WriteString("timestamp", Iso(_now.AddMilliseconds(-46)));
        json.WriteString("cwd", _workingDirectory);
        json.WriteString("originator", "codex-tui");
        json.WriteString("cli_version", "0.139.0");
        json.WriteString("source", "cli");
        json.WriteString("thread_source", "user");
        json.WriteString("model_provider", "openai");
        json.WriteStartObject("base_instructions");
        json.WriteString("text", instructions);
        json.WriteEndObject();
        json.WriteStartObject("git");
        json.WriteString("commit_hash", commit);
        json.WriteString("branch", "main");
        json.WriteString("repository_url", "git@git.tinyshop.example:tinyshop.git");
        json.WriteEndObject();
    });

    /// <summary>Opens a turn with what the person asks.</summary>
    public void Turn(string prompt, int minutesLater = 0)
    {
        _now = _now.AddMinutes(minutesLater);
        _turnStart = _now;
        _turn = string.Create(CultureInfo.InvariantCulture, $"019cd6f9-b{++_turns:x3}-7c1e-9a40-5d2f6b8c7e{_turns:x2}");
        Event("task_started", 4, json =>
        {
            json.WriteString("turn_id", _turn);
            json.WriteNumber("started_at", _turnStart.ToUnixTimeSeconds());
            json.WriteNumber("model_context_window", ContextWindow);
            json.WriteString("collaboration_mode_kind", "default");
        });
        if (_turns == 1)
        {
            Message("developer", "input_text", "<permissions instructions>\nThe sandbox lets you read everywhere and write below the working directory. Network access is off.\n</permissions instructions>");
            Message("user", "input_text", $"<environment_context>\n  <cwd>{_workingDirectory}</cwd>\n  <shell>bash</shell>\n  <current_date>2026-03-10</current_date>\n  <timezone>Europe/Berlin</timezone>\n</environment_context>");
        }

        TurnContext();
        Message("user", "input_text", prompt);
        Event("user_message", 1, json =>
        {
            json.WriteString("message", prompt);
            foreach (var empty in (string[])["images", "local_images", "text_elements"])
            {
                json.WriteStartArray(empty);
                json.WriteEndArray();
            }
        });
    }

    public void Think(string summary) => Item("reasoning", 2400, json =>
    {
        json.WriteStartArray("summary");
        json.WriteStartObject();
        json.WriteString("type", "summary_text");
        json.WriteString("text", summary);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteNull("content");
    });

    /// <summary>Runs a command in the working directory.</summary>
    public void Run(string command, string output, CodexUsage usage, int exitCode = 0)
    {
        var call = NextCall();
        Item("function_call", 900, json =>
        {
            json.WriteString("name", "exec_command");
            json.WriteString("arguments", Text(arguments =>
            {
                arguments.WriteString("cmd", command);
                arguments.WriteString("workdir", _workingDirectory);
                arguments.WriteNumber("yield_time_ms", 10000);
                arguments.WriteNumber("max_output_tokens", 6000);
            }));
            json.WriteString("call_id", call);
        });
        Item("function_call_output", 180, json =>
        {
            json.WriteString("call_id", call);
            json.WriteString("output", string.Create(CultureInfo.InvariantCulture,
                $"Chunk ID: {_calls:x6}\nWall time: 0.1764 seconds\nProcess exited with code {exitCode}\nOriginal token count: {output.Length / 4}\nOutput:\n{output}"));
        });
        Tokens(usage);
    }

    /// <summary>Applies an edit; Codex names the file by its full path where it reports the result.</summary>
    public void Apply(SampleEdit edit, CodexUsage usage)
    {
        var call = NextCall();
        var sign = edit.Before is null ? 'A' : 'M';
        var result = $"Success. Updated the following files:\n{sign} {edit.Path}\n";
        Item("custom_tool_call", 3100, json =>
        {
            json.WriteString("status", "completed");
            json.WriteString("call_id", call);
            json.WriteString("name", "apply_patch");
            json.WriteString("input", edit.ToPatch());
        });
        Event("patch_apply_end", 90, json =>
        {
            json.WriteString("call_id", call);
            json.WriteString("turn_id", _turn);
            json.WriteString("stdout", result);
            json.WriteString("stderr", "");
            json.WriteBoolean("success", true);
            json.WriteStartObject("changes");
            json.WriteStartObject(Path.Combine(_workingDirectory, edit.Path.Replace('/', Path.DirectorySeparatorChar)));
            WriteChange(json, edit);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteString("status", "completed");
        });
        Item("custom_tool_call_output", 20, json =>
        {
            json.WriteString("call_id", call);
            json.WriteString("output", "Exit code: 0\nWall time: 0.1 seconds\nOutput:\n" + result);
        });
        Tokens(usage);
    }

    /// <summary>Closes the turn with the agent's answer.</summary>
    public void Answer(string text, CodexUsage usage)
    {
        Event("agent_message", 2600, json =>
        {
            json.WriteString("message", text);
            json.WriteString("phase", "final_answer");
            json.WriteNull("memory_citation");
        });
        Message("assistant", "output_text", text, "final_answer");
        Tokens(usage);
        Event("task_complete", 5, json =>
        {
            json.WriteString("turn_id", _turn);
            json.WriteString("last_agent_message", text);
            json.WriteNumber("completed_at", _now.ToUnixTimeSeconds());
            json.WriteNumber("duration_ms", (long)(_now - _turnStart).TotalMilliseconds);
            json.WriteNumber("time_to_first_token_ms", 2150);
        });
    }

    private void TurnContext() => Line("turn_context", json =>
    {
        json.WriteString("turn_id", _turn);
        json.WriteString("cwd", _workingDirectory);
        json.WriteStartArray("workspace_roots");
        json.WriteStringValue(_workingDirectory);
        json.WriteEndArray();
        json.WriteString("current_date", "2026-03-10");
        json.WriteString("timezone", "Europe/Berlin");
        json.WriteString("approval_policy", "on-request");
        json.WriteStartObject("sandbox_policy");
        json.WriteString("type", "workspace-write");
        json.WriteBoolean("network_access", false);
        json.WriteEndObject();
        json.WriteString("model", "gpt-5.4");
        json.WriteString("personality", "pragmatic");
        json.WriteString("effort", "medium");
        json.WriteString("summary", "auto");
    });

    private void Message(string role, string kind, string text, string? phase = null) => Item("message", 2, json =>
    {
        json.WriteString("role", role);
        json.WriteStartArray("content");
        json.WriteStartObject();
        json.WriteString("type", kind);
        json.WriteString("text", text);
        json.WriteEndObject();
        json.WriteEndArray();
        if (phase is not null)
            json.WriteString("phase", phase);
    });

    private void Tokens(CodexUsage usage)
    {
        _total += usage;
        Event("token_count", 1, json =>
        {
            json.WriteStartObject("info");
            WriteUsage(json, "total_token_usage", _total);
            WriteUsage(json, "last_token_usage", usage);
            json.WriteNumber("model_context_window", ContextWindow);
            json.WriteEndObject();
            json.WriteStartObject("rate_limits");
            json.WriteString("limit_id", "codex");
            json.WriteNull("limit_name");
            json.WriteNull("primary");
            json.WriteNull("secondary");
            json.WriteNull("credits");
            json.WriteString("plan_type", "team");
            json.WriteEndObject();
        });
    }

    private static void WriteUsage(Utf8JsonWriter json, string name, CodexUsage usage)
    {
        json.WriteStartObject(name);
        json.WriteNumber("input_tokens", usage.Input);
        json.WriteNumber("cached_input_tokens", usage.Cached);
        json.WriteNumber("output_tokens", usage.Output);
        json.WriteNumber("reasoning_output_tokens", usage.Reasoning);
        json.WriteNumber("total_tokens", usage.Input + usage.Output);
        json.WriteEndObject();
    }

    private static void WriteChange(Utf8JsonWriter json, SampleEdit edit)
    {
        json.WriteString("type", edit.Before is null ? "add" : "update");
        if (edit.Before is null)
        {
            json.WriteString("content", edit.After);
            return;
        }

        json.WriteString("unified_diff", edit.ToUnifiedDiff());
        json.WriteNull("move_path");
    }

    private string NextCall() => string.Create(CultureInfo.InvariantCulture, $"call_tinyshop{++_calls:d16}");

    private void Item(string type, int milliseconds, Action<Utf8JsonWriter> write) => Typed("response_item", type, milliseconds, write);

    private void Event(string type, int milliseconds, Action<Utf8JsonWriter> write) => Typed("event_msg", type, milliseconds, write);

    private void Typed(string line, string type, int milliseconds, Action<Utf8JsonWriter> write)
    {
        _now = _now.AddMilliseconds(milliseconds);
        Line(line, json =>
        {
            json.WriteString("type", type);
            write(json);
        });
    }

    private void Line(string type, Action<Utf8JsonWriter> payload)
    {
        using (var json = new Utf8JsonWriter(_bytes, Options))
        {
            json.WriteStartObject();
            json.WriteString("timestamp", Iso(_now));
            json.WriteString("type", type);
            json.WriteStartObject("payload");
            payload(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        _bytes.Write("\n"u8);
    }

    private static string Text(Action<Utf8JsonWriter> members)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static string Iso(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
