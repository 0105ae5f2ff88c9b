using System.Globalization;
using OpenTraces.Schema;
using OpenTraces.Trail.Interop;

namespace OpenTraces.Trail.Tests.Interop;

/// <summary>Answers about a commit, written by hand or drawn from a seed.</summary>
internal static class SomeAuthorship
{
    public const string Commit = "7a1c0000000000000000000000000000000000ff";

    private static readonly string[] Paths =
    [
        "src/a.cs", "a b.txt", "---", "  two", "\"quoted\"", "\"", "\"\"", "tab\there", "ends in space ", "täst/ü\u2028.md", "trailing\r", "x\u00A0", "#c", "{", "😀.txt",
    ];

    public static TraceId Trace(int number) => new(new Guid(number, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 1));

    public static PatchAnchor Anchor(
        TraceId trace, string? path, int[] lines, bool firm = true, string call = "call-1", int step = 1, string? time = "2026-01-02T03:04:05Z",
        string tier = EvidenceTier.ExactRangeHash) => new()
        {
            Patch = TracePatch.FromDraft(trace, 0, new PatchDraft { FilePath = path ?? "gone", ToolCallId = call, StepIndex = step, Timestamp = time, Added = ["x"] }),
            Commit = Commit,
            Tier = tier,
            Firm = firm,
            Path = path,
            Lines = lines,
        };

    public static CommitBlame Blame(params (string Agent, string Session, PatchAnchor[] Patches)[] traces) => new()
    {
        Commit = Commit,
        Subject = "Change",
        AddedLines = 100,
        ClaimedLines = 10,
        AttributedLines = 10,
        Traces =
        [
            .. traces.Select(t => new CommitBlameTrace
            {
                TraceId = t.Patches[0].Patch.TraceId, SessionId = t.Session, Agent = t.Agent, Tier = EvidenceTier.ExactRangeHash, Patches = t.Patches,
            }),
        ],
    };

    /// <summary>A note with everything a note can say, in the order a reader gives it.</summary>
    public static CommitAuthorship Note(Random random)
    {
        var authors = new List<LineAuthor>();
        for (var i = random.Next(1, 5); i > 0; i--)
            authors.Add(Author(random, random.Next(3), i));
        authors = [.. authors.OrderBy(a => a.Key, StringComparer.Ordinal)];
        return new CommitAuthorship
        {
            Format = AuthorshipFormat.GitAiNote,
            FormatVersion = random.Next(4) == 0 ? "3.1.0" : "3.0.0",
            Commit = random.Next(5) == 0 ? null : Commit,
            Authors = authors,
            Files = [.. Pick(random, Paths).Select(p => new FileAuthorship { Path = p, Lines = Lines(random, authors, a => Part(random, a.Key!)) })],
            Other = random.Next(3) == 0 ? RawJson.Parse("""{"git_ai_version":"1.4.5","later":{"a":[1,"\ud800",null]}}""") : RawJson.EmptyObject,
        };
    }

    /// <summary>A record of Agent Trace with everything one can say.</summary>
    public static CommitAuthorship Record(Random random)
    {
        var authors = Enumerable.Range(1, random.Next(1, 5)).Select(i => new LineAuthor
        {
            Kind = (AuthorKind)random.Next(4),
            Model = random.Next(3) == 0 ? null : "provider/model-" + i,
        }).Select((a, i) => a.Kind is AuthorKind.Agent or AuthorKind.Mixed
            ? a with { Key = Trace(i + 1).ToString(), Tool = "claude-code", SessionId = "session-" + i, Human = random.Next(2) == 0 ? null : "A <a@x>" } : a).ToList();
        var files = Pick(random, [.. Paths.Where(p => p is not "\"\"")]).Select(p => new FileAuthorship
        {
            Path = p,
            Lines = Lines(random, authors, a => a.Key is null ? null : string.Create(CultureInfo.InvariantCulture, $"opentraces://{a.Key}/step_{random.Next(1, 4)}")),
        }).ToArray();
        return new CommitAuthorship
        {
            Format = AuthorshipFormat.AgentTrace,
            FormatVersion = "0.1.0",
            Commit = random.Next(5) == 0 ? null : Commit,
            Authors = [.. files.SelectMany(f => f.Lines).Select(l => l.Author).Distinct()],
            Files = files,
        };
    }

    public static void AssertSame(CommitAuthorship expected, CommitAuthorship actual)
    {
        Xunit.Assert.Empty(actual.Warnings);
        Xunit.Assert.Equal((expected.Format, expected.FormatVersion, expected.Commit), (actual.Format, actual.FormatVersion, actual.Commit));
        Xunit.Assert.Equal(expected.Other, actual.Other);
        Xunit.Assert.Equal(expected.Authors, actual.Authors);
        Xunit.Assert.Equal(expected.Files.Select(f => f.Path), actual.Files.Select(f => f.Path));
        foreach (var (one, other) in expected.Files.Zip(actual.Files))
            Xunit.Assert.Equal(one.Lines, other.Lines);
    }

    private static LineAuthor Author(Random random, int form, int number)
    {
        var hash = (random.NextInt64() & 0xFFFFFFFFFFFF).ToString("x14", CultureInfo.InvariantCulture);
        if (form == 0)
            return new LineAuthor { Kind = AuthorKind.Human, Key = "h_" + hash, Human = $"Ann {number} <ann@example.com>" };
        return new LineAuthor
        {
            Kind = AuthorKind.Agent,
            Key = form == 1 ? "s_" + hash : "00" + hash,
            Tool = ((string[])["claude-code", "codex-cli", "pi", "cursor"])[random.Next(4)],
            SessionId = $"session \"{number}\" ü😀\n",
            Model = random.Next(3) == 0 ? null : "model-" + number,
            Human = random.Next(2) == 0 ? null : "Bob <bob@example.com>",
            Other = random.Next(2) == 0 ? RawJson.EmptyObject : RawJson.Parse("""{"total_additions":5,"messages":[{"text":"a\nb"}]}"""),
        };
    }

    private static string Part(Random random, string key) =>
        key.StartsWith("s_", StringComparison.Ordinal) ? key + "::t_" + random.Next(3).ToString("x14", CultureInfo.InvariantCulture) : key;

    /// <summary>Entries whose neighbours differ, each with ranges that do not touch.</summary>
    private static List<AuthoredLines> Lines(Random random, List<LineAuthor> authors, Func<LineAuthor, string?> keyOf)
    {
        var lines = new List<AuthoredLines>();
        for (var entries = random.Next(1, 5); entries > 0; entries--)
        {
            var author = authors[random.Next(authors.Count)];
            var key = keyOf(author);
            if (lines.Count > 0 && lines[^1].Key == key && (key is not null || lines[^1].Author == author))
                continue;
            for (var (ranges, at) = (random.Next(1, 4), 0); ranges > 0; ranges--)
            {
                var start = at + random.Next(2, 20);
                at = start + random.Next(0, 3);
                lines.Add(new AuthoredLines { Start = start, End = at, Author = author, Key = key });
            }
        }

        return lines;
    }

    private static string[] Pick(Random random, string[] items)
    {
        var all = items.ToArray();
        random.Shuffle(all);
        return all[..random.Next(0, 5)];
    }
}
