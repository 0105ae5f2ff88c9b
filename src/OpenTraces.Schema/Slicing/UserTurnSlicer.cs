using System.Text;

namespace OpenTraces.Schema;

/// <summary>One piece per thing a person asked for.</summary>
internal sealed class UserTurnSlicer : ISlicer
{
    private const int LabelLength = 80;

    public SlicerInfo Info { get; } = new("s1", "user-turn", SlicerTier.Deterministic);

    public Slicing Slice(IReadOnlyList<StepView> steps, IReadOnlyList<JudgmentAnswer>? answers = null)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var starts = new List<int>();
        for (var i = 0; i < steps.Count; i++)
        {
            if (HumanAsk.Opens(steps[i]))
                starts.Add(i);
        }

        return Slicing.FromStarts(starts, steps.Count, "user_turn", (start, _) => Label(steps[start]));
    }

    private static string Label(StepView step)
    {
        var text = step.Text.AsSpan().Trim();
        return step.Role == StepRole.User && !text.IsEmpty ? OneLine(text) : "(work)";
    }

    private static string OneLine(ReadOnlySpan<char> text)
    {
        var length = 0;
        for (var characters = 0; characters < LabelLength && length < text.Length; characters++)
        {
            Rune.DecodeFromUtf16(text[length..], out _, out var units);
            length += units;
        }

        return text[..length].ToString().Replace('\n', ' ').Replace('\r', ' ');
    }
}
