using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Conformance;

/// <summary>The guarantees of <see cref="ISlicer"/>, for every implementation.</summary>
public abstract class SlicerConformance
{
    protected abstract ISlicer Create();

    [Fact]
    public void No_steps_give_no_trajectories() => Assert.Empty(Create().Slice([]).Trajectories);
}
