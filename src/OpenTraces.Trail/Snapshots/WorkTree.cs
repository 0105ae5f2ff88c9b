using OpenTraces.Trail.Git;

namespace OpenTraces.Trail.Snapshots;

/// <summary>Where a working tree and what belongs to it lie.</summary>
internal sealed record WorkTree
{
    /// <summary>The top folder as git prints it, with forward slashes.</summary>
    public required string Root { get; init; }

    /// <summary>The git directory of this working tree alone, which differs from the common one in a linked working tree.</summary>
    public required string GitDirectory { get; init; }

    /// <summary>The bare repository that holds the snapshots of all working trees of the repository.</summary>
    public required string Shadow { get; init; }

    public required bool Sha256 { get; init; }

    public string IndexFile => Path.Combine(GitDirectory, "index");

    public static async ValueTask<WorkTree> FindAsync(string folder, TrailOptions options, CancellationToken cancellationToken)
    {
        var git = new GitProcess(options.GitProgram, folder, options.GitTimeout, options.Clock, GitPlace.Named(options, folder));
        string[] arguments =
            ["rev-parse", "--is-inside-work-tree", "--show-object-format", "--absolute-git-dir", "--git-common-dir", "--show-toplevel"];
        var output = await git.RunAsync(arguments, cancellationToken).ConfigureAwait(false);
        if (output.ExitCode != 0)
        {
            throw output.Error.Contains("must be run in a work tree", StringComparison.Ordinal)
                ? GitFailure.NoWorkTree(folder)
                : GitFailure.OfDiscovery(folder, output);
        }

        // The last field may hold line feeds.
        var lines = output.Text.Split('\n', 5);
        if (lines.Length < 5)
            throw GitFailure.Unreadable("it ended early");
        return new WorkTree
        {
            Root = lines[4][..^1],
            GitDirectory = Path.GetFullPath(lines[2]),
            Shadow = Path.Combine(Path.GetFullPath(Path.Combine(folder, lines[3])), "opentraces.git"),
            Sha256 = lines[1] == "sha256",
        };
    }
}
