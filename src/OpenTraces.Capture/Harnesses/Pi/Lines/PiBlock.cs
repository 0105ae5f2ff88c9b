using System.Globalization;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Pi.Lines;

/// <summary>One block of a message's content.</summary>
internal sealed record PiBlock
{
    public required PiBlockKind Kind { get; init; }

    /// <summary>The text, the thinking, an image's placeholder, or the type of an unknown block.</summary>
    public string? Text { get; init; }

    /// <summary>The id of a call.</summary>
    public string? CallId { get; init; }

    /// <summary>The tool of a call.</summary>
    public string? ToolName { get; init; }

    /// <summary>The arguments of a call; an object.</summary>
    public RawJson Arguments { get; init; } = RawJson.EmptyObject;

    /// <summary>Thinking whose text the provider keeps to itself.</summary>
    public bool IsWithheld { get; init; }

    /// <summary>The id of a call, or what stands for it where the entry gives none.</summary>
    /// <param name="entry">The entry with this block.</param>
    /// <param name="number">The place among the entry's calls, from 0.</param>
    public string IdOfCall(PiEntry entry, int number) => string.IsNullOrEmpty(CallId)
        ? string.Create(CultureInfo.InvariantCulture, $"pi-call:{entry.Line}:{number}")
        : CallId;

    /// <summary>The text blocks and placeholders, joined by line feeds; null when there are none.</summary>
    public static string? Join(PiBlock[] blocks)
    {
        if (blocks.Length == 1)
            return blocks[0].IsShown ? blocks[0].Text : null;
        var shown = blocks.Where(static b => b.IsShown).Select(static b => b.Text).ToList();
        return shown.Count == 0 ? null : string.Join('\n', shown);
    }

    private bool IsShown => Kind is PiBlockKind.Text or PiBlockKind.Image && !string.IsNullOrEmpty(Text);
}
