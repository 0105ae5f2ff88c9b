using System.Diagnostics.CodeAnalysis;

namespace OpenTraces.Schema;

/// <summary>Cuts a trace into trajectories.</summary>
/// <remarks>
/// Every implementation guarantees, and <c>SlicerConformance</c> tests:
/// (1) the trajectories tile the steps: the first starts at 0, each next one starts after the previous end, the last ends
/// at the last step;
/// (2) the same steps and answers give the same result, on any machine and thread;
/// (3) no steps give no trajectories;
/// (4) it never performs I/O, calls a model or keeps state: decisions it cannot make are returned as
/// <see cref="Slicing.Requests"/>, and a call without answers still tiles, with the documented defaults;
/// (5) all members may be called concurrently.
/// </remarks>
[Experimental("OT0001")]
public interface ISlicer
{
    /// <summary>Id, name and tier.</summary>
    SlicerInfo Info { get; }

    /// <summary>Cuts the steps. Answers to unknown requests are ignored.</summary>
    Slicing Slice(IReadOnlyList<StepView> steps, IReadOnlyList<JudgmentAnswer>? answers = null);
}
