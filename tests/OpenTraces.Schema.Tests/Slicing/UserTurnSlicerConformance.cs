using OpenTraces.Conformance;

namespace OpenTraces.Schema.Tests.Slicing;

public sealed class UserTurnSlicerConformance : SlicerConformance
{
    protected override ISlicer Create() => new UserTurnSlicer();
}
