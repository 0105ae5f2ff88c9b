using OpenTraces.Capture.Harnesses.ClaudeCode.Lines;
using OpenTraces.Capture.Reading;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.Steps;

/// <summary>A result whose call has not come yet.</summary>
internal sealed class EarlyResult
{
    /// <summary>Its place among all of them.</summary>
    public int Order { get; init; }

    /// <summary>Null once the result is given out or given up.</summary>
    public ClaudeBlock? Block { get; set; }

    /// <summary>What the tool itself returned; its slices point into <see cref="Entry"/>.</summary>
    public ClaudeToolResult? Account { get; set; }

    /// <summary>A copy of the line, where the account needs it.</summary>
    public byte[] Entry { get; set; } = [];

    /// <summary>The line it stands in, while the result is kept.</summary>
    public HeldEntry? Line { get; init; }

    /// <summary>Roughly the bytes it keeps in memory.</summary>
    public long Size { get; init; }
}
