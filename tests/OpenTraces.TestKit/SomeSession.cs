using System.Globalization;
using System.Text;
using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.TestKit;

/// <summary>
/// A session of a made-up harness that writes one JSON line per step, so that a test can grow it, cut it and rewind it.
/// Step n happens n minutes after the start.
/// </summary>
public sealed class SomeSession
{
    /// <summary>The time of the step before the first.</summary>
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 0, 0, TimeSpan.Zero);

    private readonly List<Step> _steps = [];
    private readonly List<PatchDraft> _patches = [];

    public SomeSession(string sessionId = "session-1", string agent = "claude-code")
    {
        SessionId = sessionId;
        AgentName = agent;
    }

    public string SessionId { get; set; }

    public string AgentName { get; set; }

    public string? SubAgentId { get; set; }

    public string? WorkingDirectory { get; set; } = "/home/me/project";

    public int ParserVersion { get; set; } = 1;

    /// <summary>Minutes added to every time; a rewound copy that went on later has more.</summary>
    public int Delay { get; set; }

    public IReadOnlyList<string> Skills { get; set; } = [];

    public int Steps => _steps.Count;

    public SomeSession User(string text) => Add(new Step { StepIndex = 0, Role = StepRole.User, Content = text });

    public SomeSession Agent(string text, string? reasoning = null) =>
        Add(new Step { StepIndex = 0, Role = StepRole.Agent, Content = text, ReasoningContent = reasoning });

    /// <summary>A step of the model that calls one tool.</summary>
    public SomeSession Tool(string name, string inputJson, string output, string? text = null)
    {
        var call = string.Create(CultureInfo.InvariantCulture, $"call-{_steps.Count + 1}");
        return Add(new Step
        {
            StepIndex = 0,
            Role = StepRole.Agent,
            Content = text,
            ToolsAvailable = [name],
            ToolCalls = [new ToolCall { ToolCallId = call, ToolName = name, Input = RawJson.Parse(inputJson) }],
            Observations = [new Observation { SourceCallId = call, Content = output }],
        });
    }

    /// <summary>An edit, with the hunk it produced.</summary>
    public SomeSession Edit(string path, string[] removed, string[] added)
    {
        Tool("Edit", RawJson.Build(w =>
        {
            w.WriteStartObject();
            w.WriteString("file_path", path);
            w.WriteString("old_string", string.Join('\n', removed));
            w.WriteString("new_string", string.Join('\n', added));
            w.WriteEndObject();
        }).ToString(), "done");
        _patches.Add(new PatchDraft
        {
            FilePath = path,
            ToolCallId = _steps[^1].ToolCalls[0].ToolCallId,
            StepIndex = _steps.Count,
            WorkingDirectory = WorkingDirectory,
            Timestamp = _steps[^1].Timestamp,
            Removed = removed,
            Added = added,
        });
        return this;
    }

    /// <summary>Repeatable prose and tool calls: the same seed gives the same steps.</summary>
    public SomeSession Chatter(int steps, int seed = 7, int wordsPerStep = 60)
    {
        var random = new Random(seed);
        for (var i = 0; i < steps; i++)
        {
            var text = Words(random, wordsPerStep);
            switch (i % 4)
            {
                case 0:
                    User(text);
                    break;
                case 1:
                    Agent(text, Words(random, 10));
                    break;
                case 2:
                    Tool("Bash", $$"""{"command":"make {{Words(random, 2)}}"}""", Words(random, wordsPerStep * 2));
                    break;
                default:
                    Edit($"/home/me/project/src/{Words(random, 1)}.cs", [Words(random, 6)], [Words(random, 6), Words(random, 6)]);
                    break;
            }
        }

        return this;
    }

    /// <summary>The capture of the first steps, or of all.</summary>
    public CapturedTrace Build(int? steps = null)
    {
        var kept = _steps.Take(steps ?? _steps.Count).ToList();
        var lines = kept.Select(Line).ToList();
        var raw = Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => l + "\n")));
        var key = new TraceKey
        {
            Agent = AgentName,
            SessionId = SessionId,
            SubAgentId = SubAgentId,
            FirstEntry = ContentHash.Of(Encoding.UTF8.GetBytes(lines.Count == 0 ? "" : lines[0])),
        };
        var id = key.ToTraceId();
        var patches = Number(id, _patches.Where(p => p.StepIndex <= kept.Count));
        return new CapturedTrace
        {
            Key = key,
            Record = Record(id, kept, patches),
            Patches = patches,
            Sources = [Some.Source(raw)],
            Report = new ParseReport
            {
                Parser = AgentName,
                ParserVersion = ParserVersion,
                Lines = new LineCounts { Mapped = kept.Count },
            },
        };
    }

    private static List<TracePatch> Number(TraceId id, IEnumerable<PatchDraft> drafts)
    {
        var ordinals = new Dictionary<(string, string), int>();
        var patches = new List<TracePatch>();
        foreach (var draft in drafts)
        {
            var place = (draft.ToolCallId, draft.FilePath);
            var ordinal = ordinals.GetValueOrDefault(place);
            ordinals[place] = ordinal + 1;
            patches.Add(TracePatch.FromDraft(id, ordinal, draft));
        }

        return patches;
    }

    private TraceRecord Record(TraceId id, List<Step> steps, List<TracePatch> patches) => new()
    {
        TraceId = id.ToString(),
        SessionId = SessionId,
        TimestampStart = steps.Count == 0 ? null : steps[0].Timestamp,
        TimestampEnd = steps.Count == 0 ? null : steps[^1].Timestamp,
        Agent = new Agent { Name = AgentName, Version = "1.2.3", Model = "anthropic/some-model" },
        Task = new TraceTask { Description = steps.FirstOrDefault(s => s.Role == StepRole.User)?.Content },
        Steps = steps,
        Patches = [.. patches.Select(p => p.ToReference())],
        Metrics = new TraceMetrics { TotalSteps = steps.Count },
        Metadata = RawJson.Build(w =>
        {
            w.WriteStartObject();
            if (WorkingDirectory is not null)
                w.WriteString("cwd", WorkingDirectory);
            if (Skills.Count > 0)
            {
                w.WriteStartArray("skills");
                foreach (var skill in Skills)
                    w.WriteStringValue(skill);
                w.WriteEndArray();
            }

            w.WriteEndObject();
        }),
    };

    private SomeSession Add(Step step)
    {
        var time = Start.AddMinutes(_steps.Count + 1 + Delay);
        _steps.Add(step with
        {
            StepIndex = _steps.Count + 1,
            Timestamp = time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        });
        return this;
    }

    private static string Line(Step step) => RawJson.Build(w =>
    {
        w.WriteStartObject();
        w.WriteString("role", step.Role);
        w.WriteString("time", step.Timestamp);
        w.WriteString("text", step.Content);
        w.WriteString("reasoning", step.ReasoningContent);
        foreach (var call in step.ToolCalls)
        {
            w.WritePropertyName(call.ToolName);
            call.Input.WriteTo(w);
        }

        foreach (var observation in step.Observations)
            w.WriteString("output", observation.Content);
        w.WriteEndObject();
    }).ToString();

    private static string Words(Random random, int count)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
                text.Append(' ');
            for (var letters = random.Next(3, 9); letters > 0; letters--)
                text.Append((char)('a' + random.Next(26)));
        }

        return text.ToString();
    }
}
