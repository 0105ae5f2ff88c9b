using System.Diagnostics.CodeAnalysis;

namespace OpenTraces.Schema;

/// <summary>The slicers an application offers, found by id or name.</summary>
[Experimental("OT0001")]
public sealed class SlicerCatalog
{
    /// <summary>Offers these slicers; of two with the same id or name the first is found.</summary>
    public SlicerCatalog(IEnumerable<ISlicer> slicers) => Slicers = [.. slicers];

    /// <summary><c>s1</c> (<c>user-turn</c>) and <c>s2</c> (<c>change-burst</c>).</summary>
    public static SlicerCatalog BuiltIn { get; } = new([new UserTurnSlicer(), new ChangeBurstSlicer()]);

    /// <summary>In the order they were given.</summary>
    public IReadOnlyList<ISlicer> Slicers { get; }

    /// <summary>Finds a slicer by its id or name, in any case.</summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.InvalidRequest"/>, listing what there is.</exception>
    public ISlicer Get(string idOrName)
    {
        ArgumentNullException.ThrowIfNull(idOrName);
        return Slicers.FirstOrDefault(slicer => Is(slicer.Info.Id, idOrName) || Is(slicer.Info.Name, idOrName))
            ?? throw new OpenTracesException(OpenTracesErrorCode.InvalidRequest,
                $"'{idOrName}' is not a slicer. Use one of: {string.Join(", ", Slicers.Select(Describe))}.");
    }

    private static bool Is(string name, string wanted) => string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase);

    private static string Describe(ISlicer slicer) => $"{slicer.Info.Id} ({slicer.Info.Name})";
}
