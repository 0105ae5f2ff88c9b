namespace OpenTraces.Schema;

/// <summary>Names of the GenAI conventions and of our own attributes beside them.</summary>
internal static class OtelNames
{
    public const string SchemaUrl = "https://opentelemetry.io/schemas/1.41.0";
    public const string Operation = "gen_ai.operation.name";
    public const string Chat = "chat";
    public const string InvokeAgent = "invoke_agent";
    public const string ExecuteTool = "execute_tool";
    public const string Provider = "gen_ai.provider.name";
    public const string RequestModel = "gen_ai.request.model";
    public const string Conversation = "gen_ai.conversation.id";
    public const string AgentName = "gen_ai.agent.name";
    public const string AgentVersion = "gen_ai.agent.version";
    public const string InputMessages = "gen_ai.input.messages";
    public const string OutputMessages = "gen_ai.output.messages";
    public const string SystemInstructions = "gen_ai.system_instructions";
    public const string ToolDefinitions = "gen_ai.tool.definitions";
    public const string InputTokens = "gen_ai.usage.input_tokens";
    public const string OutputTokens = "gen_ai.usage.output_tokens";
    public const string CacheRead = "gen_ai.usage.cache_read.input_tokens";
    public const string CacheCreation = "gen_ai.usage.cache_creation.input_tokens";
    public const string ToolName = "gen_ai.tool.name";
    public const string ToolCallId = "gen_ai.tool.call.id";
    public const string ToolType = "gen_ai.tool.type";
    public const string ToolArguments = "gen_ai.tool.call.arguments";
    public const string ToolResult = "gen_ai.tool.call.result";
    public const string ErrorType = "error.type";

    public const string Record = "opentraces.record";
    public const string Step = "opentraces.step";
    public const string Call = "opentraces.call";
    public const string Observation = "opentraces.observation";
    public const string ObservationIndex = "opentraces.observation.index";

    /// <summary>The provider as the conventions call it.</summary>
    public static string ProviderOf(string? model, string agent)
    {
        var slash = model?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        return (slash > 0 ? model![..slash] : null) switch
        {
            "google" or "gemini" => "gcp.gemini",
            "vertex" or "google-vertex" => "gcp.vertex_ai",
            "mistral" => "mistral_ai",
            "xai" => "x_ai",
            "bedrock" or "amazon-bedrock" => "aws.bedrock",
            "azure" => "azure.ai.openai",
            { } named => named,
            null => agent switch { "claude-code" => "anthropic", "codex-cli" => "openai", _ => "unknown" },
        };
    }
}
