using OpenTraces.Capture.Reading;

namespace OpenTraces.Capture.Harnesses.CodexCli;

/// <summary>A step that is not reported yet.</summary>
internal sealed class CodexCliStep(StepBuilder builder)
{
    public StepBuilder Builder { get; } = builder;

    public List<CodexCliCall> Calls { get; } = [];

    /// <summary>Roughly the bytes it keeps in memory.</summary>
    public long Size { get; set; }
}
