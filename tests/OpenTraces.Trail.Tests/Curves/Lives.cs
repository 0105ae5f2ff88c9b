using OpenTraces.Trail.Curves;

namespace OpenTraces.Trail.Tests.Curves;

/// <summary>Lives of patches as tests write them down: ages are days.</summary>
internal static class Lives
{
    /// <summary>Weeks of remission of 21 children given 6-mercaptopurine, and whether it ended (Freireich and others, 1963).</summary>
    public static PatchLife[] Treated { get; } =
    [
        Ended(6), Ended(6), Ended(6), Seen(6), Ended(7), Seen(9), Ended(10), Seen(10), Seen(11), Ended(13), Ended(16),
        Seen(17), Seen(19), Seen(20), Ended(22), Ended(23), Seen(25), Seen(32), Seen(32), Seen(34), Seen(35),
    ];

    /// <summary>The same of the 21 that were given a placebo.</summary>
    public static PatchLife[] Untreated { get; } =
        [.. new[] { 1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23 }.Select(w => Ended(w))];

    public static PatchLife Ended(int days, int lines = 1) => Of(lines, lines, days, days);

    public static PatchLife Seen(int days, int lines = 1) => Of(lines, 0, 0, days);

    /// <summary>A patch of which some lines ended and the others were seen alive up to an age.</summary>
    public static PatchLife Of(int lines, int ended, int endedAfter, int seenFor) => new()
    {
        Ends = ended == 0 ? [] : [(endedAfter * 86_400L, ended)],
        Left = lines - ended,
        Age = seenFor * 86_400L,
    };
}
