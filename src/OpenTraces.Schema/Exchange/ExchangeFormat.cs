namespace OpenTraces.Schema;

/// <summary>A format of somebody else that a trace can be written in and read from. <c>docs/format/exchange.md</c> says how.</summary>
public sealed class ExchangeFormat
{
    private ExchangeFormat(string name, string title, string version, string mediaType, Func<IExchangeCodec> codec)
    {
        Name = name;
        Title = title;
        Version = version;
        MediaType = mediaType;
        CreateCodec = codec;
    }

    /// <summary>Agent Trajectory Interchange Format. Written as 1.7, read from 1.0 on.</summary>
    public static ExchangeFormat Atif { get; } =
        new("atif", "Agent Trajectory Interchange Format", "1.7", "application/json", static () => new AtifCodec());

    /// <summary>Agent Trace: which lines of which files came from which conversation. Holds no text of the session.</summary>
    public static ExchangeFormat AgentTrace { get; } =
        new("agent-trace", "Agent Trace", "0.1.0", "application/vnd.agent-trace.record+json", static () => new AgentTraceCodec());

    /// <summary>Agent Data Protocol. Written as 1.5.0, read from 1.0.0 on.</summary>
    public static ExchangeFormat Adp { get; } =
        new("adp", "Agent Data Protocol", "1.5.0", "application/json", static () => new AdpCodec());

    /// <summary>OpenTelemetry spans in the GenAI conventions, as OTLP JSON.</summary>
    public static ExchangeFormat OpenTelemetry { get; } =
        new("otel", "OpenTelemetry GenAI spans (OTLP JSON)", "1.41.0", "application/json", static () => new OtelCodec());

    /// <summary>The messages, tools and model of an OpenAI chat completion. A list alone is read too.</summary>
    public static ExchangeFormat OpenAiMessages { get; } =
        new("messages", "OpenAI chat messages", "2026-11", "application/json", static () => new OpenAiCodec());

    /// <summary>The messages, tools, system prompt and model of an Anthropic message. A list alone is read too.</summary>
    public static ExchangeFormat AnthropicMessages { get; } =
        new("anthropic-messages", "Anthropic messages", "2023-06-01", "application/json", static () => new AnthropicCodec());

    /// <summary>All of them, in the order help lists them.</summary>
    public static IReadOnlyList<ExchangeFormat> All { get; } =
        [Atif, AgentTrace, Adp, OpenTelemetry, OpenAiMessages, AnthropicMessages];

    /// <summary>The short name used at a terminal and in reports.</summary>
    public string Name { get; }

    /// <summary>The name its authors use.</summary>
    public string Title { get; }

    /// <summary>The version that is written.</summary>
    public string Version { get; }

    /// <summary>The media type of a document.</summary>
    public string MediaType { get; }

    internal Func<IExchangeCodec> CreateCodec { get; }

    /// <summary>Finds a format by <see cref="Name"/>.</summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.InvalidRequest"/>: none has it.</exception>
    public static ExchangeFormat Find(string name) => All.FirstOrDefault(f => f.Name == name)
        ?? throw new OpenTracesException(OpenTracesErrorCode.InvalidRequest,
            $"There is no such exchange format. Take one of: {string.Join(", ", All.Select(f => f.Name))}.");

    /// <summary><see cref="Name"/>.</summary>
    public override string ToString() => Name;
}
