using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Pi;

/// <summary>A step in the making; a command of the user has a result without a call.</summary>
internal sealed record PiStep(StepBuilder Builder, Observation? UserCommand = null)
{
    public Step Build() => UserCommand is null ? Builder.Build() : Builder.Build() with { Observations = [UserCommand] };
}
