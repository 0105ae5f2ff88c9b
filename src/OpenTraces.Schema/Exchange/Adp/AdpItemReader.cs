using System.Globalization;

namespace OpenTraces.Schema;

/// <summary>Makes steps of items nobody gave places: an action and the ones that follow it without words of their own are one step.</summary>
internal sealed class AdpItemReader
{
    private readonly List<Step> _steps = [];
    private readonly Dictionary<string, int> _callers = new(StringComparer.Ordinal);
    private readonly Queue<string> _open = new();
    private bool _calling;
    private int _made;

    public List<Step> Read(List<RawJson> items)
    {
        foreach (var json in items)
        {
            var item = Foreign.Object(json);
            if (AdpItem.IsCall(item))
                AddCall(json, item);
            else if (AdpItem.IsObservation(item))
                AddObservation(json, item);
            else if (item.Text("class_") is "message_action")
                AddMessage(json, item);
            else
                throw Foreign.Invalid("has an item of a class ADP 1 does not know");
        }

        return _steps;
    }

    private void AddCall(RawJson json, ForeignObject item)
    {
        var text = item.Text("description");
        var reasoning = item.Text("reasoning_content");
        if (!_calling || !string.IsNullOrEmpty(text) || !string.IsNullOrEmpty(reasoning))
            Add(new Step { StepIndex = 0, Role = StepRole.Agent, Content = text, ReasoningContent = reasoning });
        var id = item.Text("tool_call_id");
        if (id is null)
        {
            id = string.Create(CultureInfo.InvariantCulture, $"call_{++_made:D6}");
            _open.Enqueue(id);
        }

        var call = AdpItem.ReadCall(item, id);
        var kept = AdpItem.Kept(json, AdpItem.Call(call, id, text, reasoning));
        var at = _steps.Count - 1;
        _callers[id] = at;
        _steps[at] = _steps[at] with { ToolCalls = [.. _steps[at].ToolCalls, call with { Unknown = Original.Keep([], AdpCodec.Kept, kept) }] };
        _calling = true;
    }

    private void AddObservation(RawJson json, ForeignObject item)
    {
        var source = item.Text("source");
        var id = item.Text("tool_call_id");
        if (id is null && source is null or "environment" && _open.Count > 0)
            id = _open.Dequeue();
        if (id is not null && _callers.TryGetValue(id, out var caller))
        {
            _calling = false;
            var text = AdpItem.TextOf(item);
            if (text == MessagePlaces.NoResult)
                return;
            var error = MessagePlaces.ErrorOf(text);
            var result = new Observation
            {
                SourceCallId = id,
                Content = error is null ? text : null,
                Error = error,
                Unknown = Original.Keep([], AdpCodec.Kept, AdpItem.Kept(json, AdpStepWriter.Answer(item, id))),
            };
            _steps[caller] = _steps[caller] with { Observations = [.. _steps[caller].Observations, result] };
            return;
        }

        if (source is "agent" or "assistant")
        {
            AddMessage(json, item);
            return;
        }

        var role = source is "user" or "user_msg" ? StepRole.User : StepRole.System;
        Add(new Step
        {
            StepIndex = 0,
            Role = role,
            Content = AdpItem.TextOf(item),
            Unknown = Original.Keep([], AdpCodec.Kept, AdpItem.Kept(json, AdpStepWriter.Said(item))),
        });
    }

    private void AddMessage(RawJson json, ForeignObject item)
    {
        var text = AdpItem.TextOf(item);
        var reasoning = item.Text("reasoning_content");
        Add(new Step
        {
            StepIndex = 0,
            Role = StepRole.Agent,
            Content = text,
            ReasoningContent = reasoning,
            Unknown = Original.Keep([], AdpCodec.Kept, AdpItem.Kept(json, AdpItem.Message(text ?? "", reasoning))),
        });
    }

    private void Add(Step step)
    {
        _calling = false;
        _steps.Add(step with { StepIndex = _steps.Count + 1 });
    }
}
