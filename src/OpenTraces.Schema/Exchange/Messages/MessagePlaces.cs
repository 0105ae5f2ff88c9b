using System.Text;

namespace OpenTraces.Schema;

/// <summary>What the message lists of both providers have in common.</summary>
internal static class MessagePlaces
{
    /// <summary>Stands where a provider demands a result and the session has none.</summary>
    public const string NoResult = "[no result recorded]";

    private const string ErrorStart = "[error: ";

    /// <summary>The name of an agent nobody names.</summary>
    public const string UnknownAgent = "unknown";

    private const string OneConversation = "A message list is one conversation: the steps of sub-agents are not in it.";

    public static LossRules Rules(IReadOnlyList<LossRule> own, IReadOnlyList<LossRule>? carried = null) => new(
        new LossRuleSet
        {
            NoPlace = "A message list has no place for it.",
            Carried = carried ?? [],
            Rules =
            [
                .. own,
                new("trace_id", LossKind.Renamed, "A message list names no trace; reading makes an id from the document."),
                new("session_id", LossKind.Dropped, "A message list names no session."),
                new("agent.name", LossKind.Approximated, "A message list names no agent."),
                new("steps[].step_index", LossKind.Renamed, OneConversation),
                new("steps[].tool_calls[].tool_call_id", LossKind.Renamed, "Ids are made unique and fit for the provider."),
                new("steps[].tool_calls[].tool_name", LossKind.Renamed, "Providers take 64 letters, digits, underscores and hyphens; other names are made fit."),
                new("steps[].observations[].source_call_id", LossKind.Renamed, "It follows the call's id; a result without its call is not in the list."),
                new("steps[].content", LossKind.Approximated, "Nothing said and an empty text are one; sub-agents' steps are not in the list."),
                new("steps[].observations[].content", LossKind.Approximated, "No text and an empty text are one; a result without its call is not in the list."),
                new("system_prompts.*", LossKind.Renamed, "Reading keys a prompt by its own hash."),
                new("steps[].system_prompt_hash", LossKind.Renamed, "Reading keys a prompt by its own hash."),
                new("tool_definitions[]", LossKind.Approximated, "It is written in the provider's form."),
                new("metrics.*", LossKind.Dropped, "A message list holds no usage."),
            ],
        },
        new LossRuleSet
        {
            NoPlace = "A trace record has no member for it.",
            CountAdditions = false,
            Whole = ["messages[].content*", "tools[]", "*arguments", "[].content*"],
            Maps = [],
        });

    /// <summary>The text of a result: what the provider gets to see of an error without text.</summary>
    public static string ResultText(Observation result) =>
        result.Content ?? (result.Error is { } error ? $"{ErrorStart}{error}]" : "");

    /// <summary>The error of a result that is nothing else.</summary>
    public static string? ErrorOf(string? text) =>
        text is not null && text.StartsWith(ErrorStart, StringComparison.Ordinal) && text.EndsWith(']') && text.IndexOfAny(['\n', ' '], ErrorStart.Length) < 0
            ? text[ErrorStart.Length..^1] : null;

    /// <summary>The key of a prompt that comes without one: the first 16 digits of its hash.</summary>
    public static string PromptKey(string prompt) => ContentHash.Of(Encoding.UTF8.GetBytes(prompt)).ToString()[..16];

    /// <summary>
    /// The model's own name: without the provider a parser puts in front, where that is one of the known ones and the rest
    /// names no path. Taking the name of a name changes nothing.
    /// </summary>
    public static string? BareModel(string? model)
    {
        var slash = model?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        return slash > 0 && slash == model!.LastIndexOf('/') && IsProvider(model[..slash]) ? model[(slash + 1)..] : model;
    }

    /// <summary>Says which steps of the conversation have no message, and when none has.</summary>
    public static void Note(LossNotes notes, StepThread main, IReadOnlyList<int> positions)
    {
        notes.Add("steps[]", LossKind.Dropped, "Providers refuse a message without text and calls, so the step is left out.", main.Steps.Count - positions.Count);
        notes.Add("steps", LossKind.Dropped, "The list is empty; providers ask for at least one message.", positions.Count == 0 ? 1 : 0);
    }

    private static bool IsProvider(string name) => name is "anthropic" or "openai" or "openai-codex" or "google" or "gemini" or "google-vertex"
        or "vertex" or "amazon-bedrock" or "bedrock" or "azure" or "mistral" or "xai" or "groq" or "cerebras" or "deepseek" or "openrouter"
        or "github-copilot" or "zai" or "ollama";
}
