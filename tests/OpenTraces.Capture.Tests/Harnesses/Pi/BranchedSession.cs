using System.Globalization;
using System.Text;
using static OpenTraces.Capture.Tests.Harnesses.Pi.PiLines;

namespace OpenTraces.Capture.Tests.Harnesses.Pi;

/// <summary>
/// A small session with everything that decides where an entry goes: branches, parents that come later or never, ids used twice,
/// entries and headers written once more, calls answered late, twice, on another branch or never, torn lines.
/// </summary>
internal sealed class BranchedSession(Random random)
{
    private const int MaxEntries = 40;

    private readonly List<string> _lines = [];
    private readonly List<string> _ids = [];
    private int _calls;

    public byte[] Write()
    {
        var header = random.Next(4) == 0 ? random.Next(MaxEntries) : 0;
        var count = random.Next(3, MaxEntries);
        for (var i = 0; i < count; i++)
        {
            if (i == header)
                _lines.Add(Header);
            _lines.Add(Next(i));
        }

        var text = string.Join('\n', _lines) + (random.Next(3) == 0 ? "" : "\n");
        return Encoding.UTF8.GetBytes(random.Next(5) == 0 ? text[..^random.Next(1, 40)] : text);
    }

    private string Next(int number)
    {
        if (_lines.Count > 0 && random.Next(14) == 0)
            return _lines[random.Next(_lines.Count)];
        var id = random.Next(15) == 0 && _ids.Count > 0 ? _ids[random.Next(_ids.Count)] : NewId(number);
        var parent = Parent(number);
        _ids.Add(id);
        return random.Next(11) switch
        {
            0 or 1 => User(id, parent, $"prompt {number}"),
            2 or 3 or 4 => Assistant(id, parent, Blocks(number), Usage(number, 1, 2, 3, "0.5")),
            5 or 6 or 7 => Result(id, parent, CallId(), $"result {number}"),
            8 => $$"""{"type":"compaction","id":"{{id}}","parentId":"{{parent}}","summary":"so far {{number}}","usage":{{Usage(1, 1, 0, 0, "0.1")}} }""",
            9 => Odd(id, number),
            _ => $$"""{"type":"model_change","id":"{{id}}","parentId":{{(parent is null ? "null" : $"\"{parent}\"")}},"provider":"p","modelId":"m-{{number}}"}""",
        };
    }

    private string Odd(string id, int number) => random.Next(8) switch
    {
        0 => "",
        1 => "{torn",
        2 => """{"type":"session","version":3,"id":"s-2","timestamp":"2026-03-01T11:00:00.000Z","parentSession":"x"}""",
        3 => $$$"""{"type":"message","message":{"role":"user","content":"without an id {{{number}}}"}}""",
        4 => $$$"""{"type":"message","id":"{{{id}}}","message":{"role":"assistant","content":[{"type":"toolCall","name":"bash"}]},"parentId":"{{{_ids[0]}}}"}""",
        5 => $$$"""{"type":"message","id":"{{{id}}}","message":{"role":"assistant"},"content":[{"type":"toolCall","id":"{{{CallId()}}}"}]}""",
        6 => "{\n\"type\":\"message\",\"id\":\"" + id + "\",\"timestamp\":1772359201,\n\"message\":{\"role\":\"user\",\"content\":\"on lines\"}}",
        _ => User(id, null, "one") + User(id + "x", id, "two on a line"),
    };

    private string? Parent(int number) => random.Next(12) switch
    {
        0 => null,
        1 => NewId(number + random.Next(1, 4)),
        2 => "s-1",
        3 or 4 => _ids.Count == 0 ? null : _ids[random.Next(_ids.Count)],
        _ => _ids.Count == 0 ? null : _ids[^1],
    };

    private string Blocks(int number)
    {
        var blocks = new List<string> { $$"""{"type":"text","text":"answer {{number}}"}""" };
        for (var calls = random.Next(3); calls > 0; calls--)
            blocks.Add(Call(random.Next(6) == 0 ? CallId() : NewCall(), "write", $$"""{"path":"f{{number}}","content":"line\n"}"""));
        return string.Join(',', blocks);
    }

    private string NewCall() => string.Create(CultureInfo.InvariantCulture, $"call-{++_calls}");

    /// <summary>Mostly the last call, sometimes one before it, or one that never was.</summary>
    private string CallId() => string.Create(CultureInfo.InvariantCulture, $"call-{_calls - (random.Next(3) == 0 ? random.Next(-1, 5) : 0)}");

    /// <summary>Short as Pi's own, or long as those of other hosts.</summary>
    private static string NewId(int number) => string.Create(CultureInfo.InvariantCulture, $"e{number:x3}{(number % 3 == 0 ? "-0199a213-81c0-7800-8aa1" : "")}");
}
