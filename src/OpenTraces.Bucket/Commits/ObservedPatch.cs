using System.Diagnostics.CodeAnalysis;
using OpenTraces.Schema;

namespace OpenTraces.Bucket;

/// <summary>What was found of a patch.</summary>
/// <param name="PatchId">The patch.</param>
/// <param name="Tier">
/// One of <see cref="EvidenceTier"/>'s values: <see cref="EvidenceTier.Orphan"/> when no commit holds it,
/// <see cref="EvidenceTier.Unknown"/> when that cannot be told.
/// </param>
/// <param name="Firm">False for a provisional match.</param>
[Experimental("OT0001")]
public sealed record ObservedPatch(string PatchId, string Tier, bool Firm)
{
    /// <summary>True when the commit accepted it.</summary>
    public bool IsFound => Tier is not (EvidenceTier.Orphan or EvidenceTier.Unknown);
}
