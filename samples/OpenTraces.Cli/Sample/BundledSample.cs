namespace OpenTraces.Cli.Sample;

/// <summary>What <see cref="SampleBuilder"/> built.</summary>
internal sealed record BundledSample
{
    /// <summary>The work tree of the repository <c>tinyshop</c>.</summary>
    public required string RepositoryPath { get; init; }

    /// <summary>The session files, the Codex one first.</summary>
    public required IReadOnlyList<string> SessionPaths { get; init; }

    /// <summary>The newest commit.</summary>
    public required string HeadCommit { get; init; }

    /// <summary>What became of each hunk the agent wrote, in the order it wrote them.</summary>
    public IReadOnlyList<ExpectedPatch> Expected { get; } = SampleContents.Expected;
}
