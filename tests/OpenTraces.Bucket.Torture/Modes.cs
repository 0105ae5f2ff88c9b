using OpenTraces.Bucket.Torture.Children;
using OpenTraces.Bucket.Torture.Drivers;

namespace OpenTraces.Bucket.Torture;

/// <summary>Everything the program can be asked for. A mode is a file and a line here.</summary>
public static class Modes
{
    public static IReadOnlyList<ITortureMode> All { get; } =
        [new WriteMode(), new ReadMode(), new VerifyMode(), new PruneMode(), new ForgetMode(), new MendMode(), new KillsDriver(), new PartyDriver(), new FullDriver()];

    /// <summary>The children of a party besides those that write, in the order they are invited.</summary>
    public static IReadOnlyList<string> PartyGuests { get; } = ["read", "prune", "verify"];
}
