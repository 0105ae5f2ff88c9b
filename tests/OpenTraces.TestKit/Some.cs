using System.Text;
using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.TestKit;

/// <summary>Valid objects for tests that do not care about the details. The same arguments give the same object.</summary>
public static class Some
{
    /// <summary>A short session: a question, an answer, a command and an edit with its hunk, then repeatable prose.</summary>
    public static CapturedTrace Trace(string session = "session-1", int steps = 4, string agent = "claude-code") =>
        Session(session, steps, agent).Build();

    /// <inheritdoc cref="Trace"/>
    public static SomeSession Session(string session = "session-1", int steps = 4, string agent = "claude-code") =>
        new SomeSession(session, agent)
            .User("Why does the parser drop the last line? It is " + session)
            .Agent("It splits at line feeds and throws the rest away.", "The file may end without a line feed.")
            .Tool("Bash", """{"command":"cat src/Parser.cs"}""", "class Parser { }")
            .Edit("/home/me/project/src/Parser.cs", ["return lines;"], ["lines.Add(rest);", "return lines;"])
            .Chatter(Math.Max(0, steps - 4));

    /// <summary>A source over bytes in memory.</summary>
    public static RawSource Source(byte[] bytes, string name = RawSource.MainName) => new()
    {
        Name = name,
        Length = bytes.Length,
        Hash = ContentHash.Of(bytes),
        Open = () => new MemoryStream(bytes, writable: false),
    };

    /// <inheritdoc cref="Source(byte[], string)"/>
    public static RawSource Source(string text, string name = RawSource.MainName) => Source(Encoding.UTF8.GetBytes(text), name);

    /// <summary>Media over bytes in memory.</summary>
    public static CapturedMedia Media(byte[] bytes, string? mediaType = "image/png") => new()
    {
        Media = new TraceMedia(ContentHash.Of(bytes), bytes.Length, mediaType),
        Open = () => new MemoryStream(bytes, writable: false),
    };

    /// <summary>A commit, named by a letter, that holds every patch of a trace.</summary>
    public static ObservedCommit Commit(CapturedTrace trace, char name, string repository = "repository-1")
    {
        ArgumentNullException.ThrowIfNull(trace);
        return new ObservedCommit
        {
            RepositoryId = repository,
            CommitSha = new string(name, 40),
            Parents = [new string('1', 40), new string('2', 40)],
            Tree = new string('3', 40),
            PatchId = name == 'a' ? null : new string('4', 40),
            CommitterTime = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            Patches = [.. trace.Patches.Select(p => new ObservedPatch(p.PatchId, EvidenceTier.ExactRangeHash, Firm: true))],
        };
    }

    /// <summary>An overlay that anchors every patch of a capture in one commit.</summary>
    public static TrailOverlay Overlay(
        CapturedTrace trace, string repository = "repository-1", string commit = "0123456789abcdef0123456789abcdef01234567")
    {
        ArgumentNullException.ThrowIfNull(trace);
        return new TrailOverlay
        {
            RepositoryId = repository,
            Anchors = trace.Patches.ToDictionary(p => p.PatchId, _ => new GitAnchor
            {
                LastSearchedAt = "2026-01-02T04:00:00Z",
                Found = true,
                CommitSha = commit,
                EvidenceTier = EvidenceTier.ExactRangeHash,
                EvidenceFirmness = "firm_observed",
            }),
        };
    }
}
