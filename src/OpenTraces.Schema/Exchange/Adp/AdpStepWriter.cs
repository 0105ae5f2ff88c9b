using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>
/// Writes the items of a step and returns the rest of it. An agent's words go with its first call, or are a message when it
/// makes none; every call is followed by a result, since ADP demands one.
/// </summary>
internal static class AdpStepWriter
{
    public const string FromUser = "user";
    public const string FromOutside = "environment";

    public static RawJson Write(Utf8JsonWriter writer, Step step, CallIds ids)
    {
        var unknown = Original.Take(step.Unknown, AdpCodec.Kept, out var kept);
        step = step with { Unknown = unknown };
        if (step.Role != StepRole.Agent)
            return WriteSaid(writer, step, kept);
        if (step.ToolCalls.Count > 0)
            return WriteCalls(writer, step, ids.Of(step));
        Put(writer, AdpItem.Message(step.Content ?? "", step.ReasoningContent), kept, static item =>
            AdpItem.Message(AdpItem.TextOf(item) ?? "", item.Text("reasoning_content")));
        return Rest(step with { Content = Blank(step.Content), ReasoningContent = null });
    }

    /// <summary>How the item of a person or the system reads back.</summary>
    public static RawJson Said(ForeignObject item) => AdpItem.Text(
        item.Text("source") is FromOutside ? FromOutside : FromUser, AdpItem.TextOf(item) ?? "",
        name: item.Text("source") is FromOutside ? StepRole.System : null);

    /// <summary>The same for the result of a call.</summary>
    public static RawJson Answer(ForeignObject item, string id) => AdpItem.Text(FromOutside, AdpItem.TextOf(item) ?? "", id);

    private static RawJson WriteSaid(Utf8JsonWriter writer, Step step, RawJson? kept)
    {
        var user = step.Role == StepRole.User;
        Put(writer, AdpItem.Text(user ? FromUser : FromOutside, step.Content ?? "", name: user ? null : StepRole.System), kept, Said);
        return Rest(step with { Content = Blank(step.Content) });
    }

    private static RawJson WriteCalls(Utf8JsonWriter writer, Step step, List<(ToolCall Call, string Id, Observation? Result)> calls)
    {
        for (var i = 0; i < calls.Count; i++)
        {
            var (call, id, _) = calls[i];
            Original.Take(call.Unknown, AdpCodec.Kept, out var kept);
            Put(writer, AdpItem.Call(call, id, i == 0 ? step.Content : null, i == 0 ? step.ReasoningContent : null), kept, item =>
                AdpItem.Call(AdpItem.ReadCall(item, id), id, item.Text("description"), item.Text("reasoning_content")));
        }

        var answers = new List<Observation>();
        foreach (var (_, id, result) in calls)
        {
            RawJson? kept = null;
            if (result is not null)
            {
                Original.Take(result.Unknown, AdpCodec.Kept, out kept);
                answers.Add(result);
            }

            Put(writer, AdpItem.Text(FromOutside, result is null ? MessagePlaces.NoResult : MessagePlaces.ResultText(result), id), kept, item => Answer(item, id));
        }

        return Rest(step with
        {
            ReasoningContent = null,
            Content = Blank(step.Content),
            ToolCalls = [.. step.ToolCalls.Select(static c => (c.Input.Kind == JsonValueKind.Object ? c with { Input = RawJson.EmptyObject } : c) with { Unknown = Original.Take(c.Unknown, AdpCodec.Kept, out _) })],
            Observations = [.. step.Observations.Select(o => answers.Contains(o, ReferenceEqualityComparer.Instance)
                ? o with { Content = Blank(o.Content), Unknown = Original.Take(o.Unknown, AdpCodec.Kept, out _) } : o)],
        });
    }

    // Nothing said and an empty text are one in ADP.
    private static string? Blank(string? text) => text is "" ? "" : null;

    private static RawJson Rest(Step step) =>
        Remainder.Of(step, new Step { StepIndex = 0, Role = "" }, StepJson.Write) ?? RawJson.EmptyObject;

    private static void Put(Utf8JsonWriter writer, RawJson ours, RawJson? kept, Func<ForeignObject, RawJson> rewrite) =>
        (kept is { } item && Foreign.Same(rewrite(Foreign.Object(item)), ours) ? item : ours).WriteTo(writer);
}
