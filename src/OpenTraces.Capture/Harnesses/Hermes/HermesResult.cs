using System.Text.Json;
using OpenTraces.Capture.Harnesses.Hermes.Lines;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Hermes;

/// <summary>One result of a tool.</summary>
/// <param name="CallId">Which call it answers, where it says so.</param>
/// <param name="Content">The text, or the JSON of a result that is none.</param>
internal sealed record HermesResult(string? CallId, string Content)
{
    /// <summary>The tool, where the result says so.</summary>
    public string? Tool { get; init; }

    /// <summary>See <see cref="Observation.Error"/>: Hermes' tools answer with objects that say how it went.</summary>
    public string? Error()
    {
        if (Parsed() is not { } result)
            return null;
        if (result.TryGetMember("exit_code"u8, out var code) && code.Kind == JsonValueKind.Number && code.ToString() is not "0" and var number)
            return "exit_code:" + number;
        if (result.TryGetMember("error"u8, out var error) && error.Kind is not (JsonValueKind.Null or JsonValueKind.False)
            && error.AsString() is not "")
            return "tool_error";
        return result.TryGetMember("success"u8, out var success) && success.Kind == JsonValueKind.False ? "tool_error" : null;
    }

    /// <summary>The <c>reward</c> of an environment's verdict, a number or a text that is one; null when there is none.</summary>
    public double? Reward()
    {
        if (Parsed() is not { } result || !result.TryGetMember("reward"u8, out var reward))
            return null;
        return double.TryParse(reward.AsString() ?? reward.ToString(), System.Globalization.NumberStyles.Float,
            System.Globalization.CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;
    }

    private RawJson? Parsed() =>
        Content.AsSpan().TrimStart().StartsWith('{') && HermesJson.TryParse(Content) is { Kind: JsonValueKind.Object } json ? json : null;
}
