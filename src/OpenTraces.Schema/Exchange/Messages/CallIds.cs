using System.Globalization;
using System.Text;

namespace OpenTraces.Schema;

/// <summary>Gives every call of a conversation an id of its own, so that each result answers one call.</summary>
internal sealed class CallIds(bool plain)
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>A step's calls in order with fit names, the ids of them, and for each the result that answers it, or null.</summary>
    public List<(ToolCall Call, string Id, Observation? Result)> Of(Step step, ToolNames? names = null)
    {
        var calls = new List<(ToolCall, string, Observation?)>(step.ToolCalls.Count);
        var results = step.Observations.ToLookup(static o => o.SourceCallId, StringComparer.Ordinal);
        var used = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var call in step.ToolCalls)
        {
            var nth = used.GetValueOrDefault(call.ToolCallId);
            used[call.ToolCallId] = nth + 1;
            calls.Add((names is null ? call : call with { ToolName = names.Of(call.ToolName) }, Take(call.ToolCallId, step.StepIndex), results[call.ToolCallId].ElementAtOrDefault(nth)));
        }

        return calls;
    }

    private string Take(string id, int step)
    {
        var fit = plain ? Plain(id) : CleanText.Of(id);
        if (fit.Length > 0 && _taken.Add(fit))
            return fit;
        for (var n = 1; ; n++)
        {
            var made = string.Create(CultureInfo.InvariantCulture, $"call_{step}_{n}");
            if (_taken.Add(made))
                return made;
        }
    }

    // Letters, digits, underscore and hyphen: what the strictest provider takes.
    private static string Plain(string id)
    {
        var plain = new StringBuilder(id.Length);
        foreach (var c in id)
            plain.Append(char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '_');
        return plain.ToString();
    }
}
