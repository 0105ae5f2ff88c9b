namespace OpenTraces.Capture.Harnesses.Pi.Lines;

/// <summary>The parts of a result's <c>details</c> that say more than its text. Extensions replace them at will.</summary>
internal sealed class PiResultDetails
{
    /// <summary>The change with line numbers, in Pi's own notation (<see cref="PiDiff"/>).</summary>
    public string? Diff { get; set; }

    /// <summary>The change as a unified diff; newer releases.</summary>
    public string? Patch { get; set; }

    public long? ExitCode { get; set; }
}
