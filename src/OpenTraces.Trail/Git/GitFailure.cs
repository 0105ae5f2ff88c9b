using System.Globalization;
using OpenTraces.Schema;

namespace OpenTraces.Trail.Git;

/// <summary>What a failure of git means to the person who asked.</summary>
internal static class GitFailure
{
    /// <summary>Without the second option the filter of the clone holds again.</summary>
    private const string Refetch = "git fetch --refetch --no-filter";

    public static OpenTracesException NoProgram(string program, Exception? cause) => new(OpenTracesErrorCode.Precondition,
        $"The program '{program}' could not be started. Install git, or add its folder to PATH. A program that uses the library can name it in {nameof(TrailOptions)}.{nameof(TrailOptions.GitProgram)}.", cause);

    public static OpenTracesException NoFolder(string folder) => new(OpenTracesErrorCode.Precondition,
        $"The folder '{folder}' does not exist. Name a folder inside a Git repository.");

    public static OpenTracesException NotARepository(string folder) => new(OpenTracesErrorCode.Precondition,
        $"'{folder}' is not inside a Git repository. Name a folder of one, or run 'git init' and commit there first.");

    public static OpenTracesException NoWorkTree(string folder) => new(OpenTracesErrorCode.Precondition,
        $"'{folder}' has no working tree, so there is nothing to take a snapshot of. Name a folder of a checkout, not of a bare repository.");

    public static OpenTracesException NoShadow(string folder, Exception? cause) => new(OpenTracesErrorCode.Precondition,
        $"The folder '{folder}', where snapshots are kept, cannot be written. Check its permissions and the space on its disk.", cause);

    /// <summary>What an answer of git that is not zero says about the folder it was asked in.</summary>
    public static OpenTracesException OfDiscovery(string folder, GitOutput output) =>
        output.Error.Contains("dubious ownership", StringComparison.Ordinal) || output.Error.Contains("unsafe repository", StringComparison.Ordinal)
            ? NotTrusted(folder)
            : output.Error.Contains("not a git repository", StringComparison.OrdinalIgnoreCase)
                ? NotARepository(folder)
                : Of("rev-parse", output.ExitCode, output.Error);

    public static OpenTracesException NotTrusted(string folder) => new(OpenTracesErrorCode.Precondition,
        $"Git does not trust the repository at '{folder}' because another user owns it. Add it to safe.directory in your Git configuration.");

    public static OpenTracesException NoCommits(string folder) => new(OpenTracesErrorCode.Precondition,
        $"The repository at '{folder}' has no commits yet. Commit something first.");

    public static OpenTracesException NoRevision(string revision) => new(OpenTracesErrorCode.NotFound,
        $"'{revision}' names no commit of this repository. Give a branch, a tag or a commit id that 'git rev-parse' knows.");

    public static OpenTracesException NoFile(string path, string commit) => new(OpenTracesErrorCode.NotFound,
        $"The commit {commit} has no file '{path}'. 'git ls-tree -r --full-tree --name-only {commit[..10]}' lists those it has.");

    public static OpenTracesException NoPath(string path, string commit) => new(OpenTracesErrorCode.NotFound,
        $"The commit {commit} neither has nor took away '{path}'. 'git ls-tree -r --full-tree --name-only {commit[..10]}' lists the files it has.");

    public static OpenTracesException Outside(string path) => new(OpenTracesErrorCode.InvalidRequest,
        $"'{path}' leads out of the repository. Give a path inside it; 'git ls-files' lists them.");

    public static OpenTracesException Binary(string path, string commit) => new(OpenTracesErrorCode.InvalidRequest,
        $"'{path}' is a binary file in {commit[..10]}, and has no lines. Ask for the commits that changed it: 'git log -- {path}', then 'opentraces trail blame commit ID'.");

    public static OpenTracesException NoObject(string id) => new(OpenTracesErrorCode.GitFailed,
        $"This clone does not hold the object {id}. Fetch it from where the clone came from; in a partial clone, '{Refetch}' does (git 2.36 or newer).");

    public static OpenTracesException NoContent(string path, string commit) => new(OpenTracesErrorCode.GitFailed,
        $"The commit {commit} has '{path}', and this clone does not hold its content. In a partial clone, '{Refetch}' fetches it (git 2.36 or newer); a submodule is a repository of its own.");

    /// <summary>Git fetches what a partial clone left out when it is needed; here it may not, and says that it could not.</summary>
    private static OpenTracesException LeftOut() => new(OpenTracesErrorCode.GitFailed,
        $"This is a partial clone, and the history needs contents that it left out. Run '{Refetch}' in it (git 2.36 or newer), then ask again.");

    public static OpenTracesException NoNote(string reference, string commit) => new(OpenTracesErrorCode.GitFailed,
        $"{reference} names a note of {commit} that this clone does not hold. Fetch {reference} from where it came from.");

    public static OpenTracesException Timeout(string command, TimeSpan timeout) => new(OpenTracesErrorCode.GitFailed,
        string.Create(CultureInfo.InvariantCulture,
            $"git {command} did not finish within {timeout.TotalSeconds:0.###} seconds and was stopped. Raise {nameof(TrailOptions)}.{nameof(TrailOptions.GitTimeout)}."));

    public static OpenTracesException Of(string command, int exitCode, string error)
    {
        if (error.Contains("lazy fetching disabled", StringComparison.Ordinal) || error.Contains("from promisor remote", StringComparison.Ordinal))
            return LeftOut();
        var line = error.AsSpan().Trim();
        var end = line.IndexOf('\n');
        var first = (end < 0 ? line : line[..end]).TrimEnd().ToString();
        return new OpenTracesException(OpenTracesErrorCode.GitFailed,
            string.Create(CultureInfo.InvariantCulture, $"git {command} exited with {exitCode}: {first}"));
    }

    public static OpenTracesException Unreadable(string what) => new(OpenTracesErrorCode.GitFailed,
        $"The output of git could not be read: {what}. Check that '{nameof(TrailOptions.GitProgram)}' is git 2.30 or newer.");
}
