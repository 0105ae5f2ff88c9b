using System.Globalization;
using OpenTraces.Schema;

namespace OpenTraces.Benchmarks;

/// <summary>Records of a given size, the same on every machine.</summary>
internal static class Generated
{
    public static TraceRecord Record(int steps)
    {
        var random = new Random(20260102);
        return new TraceRecord
        {
            TraceId = new TraceKey { Agent = "generated", SessionId = "s", FirstEntry = default }.ToTraceId().ToString(),
            SessionId = "s",
            Agent = new Agent { Name = "generated" },
            Steps = [.. Enumerable.Range(1, steps).Select(i => Step(i, random))],
        };
    }

    private static Step Step(int index, Random random)
    {
        if (index % 12 == 1)
            return new Step { StepIndex = index, Role = StepRole.User, Content = Words(random, 40) };
        var call = index.ToString(CultureInfo.InvariantCulture);
        var isEdit = index % 4 == 0;
        return new Step
        {
            StepIndex = index,
            Role = StepRole.Agent,
            Content = Words(random, 20),
            ReasoningContent = Words(random, 60),
            Model = "generated/model",
            ToolCalls =
            [
                new ToolCall
                {
                    ToolCallId = call,
                    ToolName = isEdit ? "Edit" : "Bash",
                    Input = RawJson.Parse(isEdit
                        ? $$"""{"file_path":"src/File{{index % 7}}.cs","old_string":"{{Words(random, 10)}}","new_string":"{{Words(random, 12)}}"}"""
                        : $$"""{"command":"{{Words(random, 6)}}"}"""),
                },
            ],
            Observations = [new Observation { SourceCallId = call, Content = Words(random, 300) }],
        };
    }

    private static string Words(Random random, int count) =>
        string.Join(' ', Enumerable.Range(0, count).Select(_ => Vocabulary[random.Next(Vocabulary.Length)]));

    private static readonly string[] Vocabulary =
        "the parser reads a line and keeps every entry of it in one place so that nothing is lost or counted twice retry index commit branch test fails passes é ☃".Split(' ');
}
