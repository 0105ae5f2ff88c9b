namespace OpenTraces.Schema;

/// <summary>Names and places of ATIF 1.7 and of what we put into its <c>extra</c> members.</summary>
internal static class AtifPlaces
{
    public const string Version = "ATIF-v1.7";

    /// <summary>The unknown member of a step that holds what its ATIF form said besides.</summary>
    public const string Kept = "exchange.atif";

    /// <summary>The same for the trajectory a sub-agent's first step came from.</summary>
    public const string KeptTrajectory = "exchange.atif.trajectory";

    /// <summary>What ATIF asks for and nobody said.</summary>
    public const string UnknownVersion = "unknown";

    /// <summary>The sources a step can have.</summary>
    public static bool IsSource(string role) => role is StepRole.System or StepRole.User or StepRole.Agent;
}
