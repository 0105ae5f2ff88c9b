using OpenTraces.Schema;

namespace OpenTraces.Conformance;

/// <summary>Generated sessions: each seed gives the same steps on any machine.</summary>
public static class SlicerCases
{
    private static readonly string[] Texts =
    [
        "", "   ", "continue", "Keep going!", "continue with the cache", "Add a cache", "<task-notification>done</task-notification>",
        "<skill name=\"x\">", "<skills>", "<<handover>>", "[Image #1]", "[Image]", "[Request interrupted by user]",
        "<system-reminder>x</system-reminder>", "line one\nline two", "\ud800 half a pair", "😀", "5 passed, 0 failed", "All tests passed",
    ];

    private static readonly string[] Tools = ["Bash", "Read", "Edit", "Write", "apply_patch", "wait_agent", "exec"];

    private static readonly string[] Files = ["src/a.cs", "src/b.cs", "C:\\work\\c.cs", "d/", ""];

    /// <summary>The seed of each case goes into failure messages.</summary>
    public static IEnumerable<(int Seed, IReadOnlyList<StepView> Steps)> Generate(int cases) =>
        Enumerable.Range(0, cases).Select(seed => (seed, (IReadOnlyList<StepView>)Session(new Random(seed))));

    private static StepView[] Session(Random random)
    {
        // Mostly short, because boundaries meet there; now and then long enough for gaps between bursts.
        var length = random.Next(10) == 0 ? random.Next(200) : random.Next(12);
        var quiet = random.Next(4) == 0;
        return [.. Enumerable.Range(0, length).Select(i => Step(random, i, quiet))];
    }

    private static StepView Step(Random random, int position, bool quiet)
    {
        var role = random.Next(8) switch { 0 => StepRole.System, < 3 when !quiet => StepRole.User, _ => StepRole.Agent };
        var edits = role == StepRole.Agent && random.Next(quiet ? 40 : 3) == 0;
        return new StepView
        {
            StepIndex = position + 1,
            Role = role,
            Text = Texts[random.Next(Texts.Length)],
            ToolNames = role == StepRole.Agent ? [Tools[random.Next(Tools.Length)]] : [],
            HasEdit = edits,
            EditedFiles = edits && random.Next(4) > 0 ? [Files[random.Next(Files.Length)]] : [],
            ObservationText = role == StepRole.Agent ? Texts[random.Next(Texts.Length)] : "",
            HasError = role == StepRole.Agent && random.Next(5) == 0,
        };
    }
}
