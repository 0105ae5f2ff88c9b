using OpenTraces.Conformance;

namespace OpenTraces.Schema.Tests.Slicing;

public sealed class ChangeBurstSlicerConformance : SlicerConformance
{
    protected override ISlicer Create() => new ChangeBurstSlicer();
}
