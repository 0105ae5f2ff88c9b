using System.Text;
using OpenTraces.TestKit;

namespace OpenTraces.Bucket.Tests.Golden;

/// <summary>The sessions of the golden buckets of format 1. The tests go on with some of them, so they must not change.</summary>
internal static class GoldenSessions
{
    public static SomeSession Grown() => Some.Session("grown", 4).User("A pelican asks for the length of the list").Chatter(7, seed: 1, wordsPerStep: 20);

    /// <summary>One session up to its sixth step, and another that leaves it behind the fourth and ends later.</summary>
    public static (CapturedTrace Abandoned, CapturedTrace Taken) Rewound()
    {
        var taken = Some.Session("rewound", 4);
        taken.Delay = 60;
        taken.Agent("A flamingo went the other way").Chatter(1, seed: 3, wordsPerStep: 20);
        return (Some.Session("rewound", 4).Chatter(2, seed: 2, wordsPerStep: 20).Build(), taken.Build());
    }

    /// <summary>A long text, media in a frame of their own and media in pieces.</summary>
    public static CapturedTrace Large() => Some.Session("large", 4, "pi").Agent(LongText).Build() with
    {
        Media = [Some.Media(Samples.Bytes(5, 6000)), Some.Media(Pieces(), null)],
    };

    public static string LongText { get; } = string.Concat(Enumerable.Repeat("cormorant and again ", 4000));

    public static CapturedTrace ReadByAnOlderParser() => Reparsed(1, "Read by the older parser").Build();

    public static CapturedTrace ReadByANewerParser() => Reparsed(2, "").Build() with { Media = [Some.Media(Samples.Bytes(6, 5000))] };

    public static CapturedTrace Forgotten() => Some.Session("forgotten", 5, "codex-cli").User("The bittern is a secret").Build();

    public static CapturedTrace Late() => Some.Session("late", 4).User("A heron came after the prune").Build();

    private static SomeSession Reparsed(int version, string skill)
    {
        var session = Some.Session("reparsed", 8);
        session.ParserVersion = version;
        session.Skills = [skill];
        return session;
    }

    /// <summary>Longer than the longest blob, and nearly nothing when compressed.</summary>
    private static byte[] Pieces() => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("0123456789abcdef", 5 << 16)));
}
