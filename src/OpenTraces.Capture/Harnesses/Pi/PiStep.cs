using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Pi;

/// <summary>A step in the making; a command of the user has a result without a call.</summary>
internal sealed class PiStep(StepBuilder builder, Observation? userCommand = null)
{
    public StepBuilder Builder => builder;

    /// <summary>Answers that are known to come.</summary>
    public int Awaited { get; set; }

    /// <summary>Roughly the bytes of its texts so far.</summary>
    public long Size { get; set; }

    public Step Build() => userCommand is null ? builder.Build() : builder.Build() with { Observations = [userCommand] };
}
