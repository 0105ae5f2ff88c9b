using System.Globalization;
using System.Text;
using OpenTraces.Trail.Git;

namespace OpenTraces.Trail.Teleport;

/// <summary>
/// The repository that an opened workspace has. Git is started without the person's and the machine's configuration, templates and
/// hooks, and files are written as the bytes they are: no filter, no links, no submodules.
/// </summary>
internal sealed class WorkspaceRepository
{
    private const string Branch = "refs/heads/trace";

    private readonly string _folder;
    private readonly ManifestGit _part;
    private readonly WorkspaceLimits _limits;
    private readonly GitProcess _git;

    public WorkspaceRepository(string folder, ManifestGit part, TrailOptions options, WorkspaceLimits limits)
    {
        _folder = folder;
        _part = part;
        _limits = limits;
        var nowhere = Path.Combine(folder, ".git", "nowhere");
        var place = new GitPlace
        {
            Variables =
            [
                new("GIT_CONFIG_NOSYSTEM", "1"), new("GIT_CONFIG_SYSTEM", nowhere), new("GIT_CONFIG_GLOBAL", nowhere), new("GIT_CONFIG_COUNT", "0"),
                new("GIT_CONFIG_PARAMETERS", ""), new("HOME", nowhere), new("XDG_CONFIG_HOME", nowhere), new("GIT_ATTR_NOSYSTEM", "1"), new("GIT_TEMPLATE_DIR", ""),
            ],
            Settings =
            [
                "core.hooksPath=" + nowhere, "core.symlinks=false", "core.protectNTFS=true", "core.protectHFS=true", "core.autocrlf=false",
                "core.logAllRefUpdates=false", "gc.auto=0", "maintenance.auto=false", "submodule.recurse=false", "protocol.allow=never",
            ],
        };
        _git = new GitProcess(options.GitProgram, folder, options.GitTimeout, options.Clock, place);
    }

    /// <param name="pack">Stands at the beginning of the pack.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async ValueTask FillAsync(Stream pack, CancellationToken cancellationToken)
    {
        await RunAsync(["init", "-q", "--template=", "--object-format=" + (_part.Sha256 ? "sha256" : "sha1"), "."], cancellationToken).ConfigureAwait(false);
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        string[] index = ["index-pack", "--stdin", "--strict", string.Create(CultureInfo.InvariantCulture, $"--max-input-size={_limits.Bundle}")];
        await TakeAsync(index, pack.CopyToAsync, cancellationToken).ConfigureAwait(false);
        await RequireSizeAsync(["cat-file", "--batch-all-objects", "--batch-check=%(objectsize)"], (byte)'\n', cancellationToken).ConfigureAwait(false);
        await RequireCommitsAsync(cancellationToken).ConfigureAwait(false);
        var head = _part.Head;
        string[] updates = [.. _part.Commits.Select(c => $"create {BundleHeader.References}{c} {c}"), $"create {Branch} {head}"];
        await TakeAsync(["update-ref", "--stdin"], (input, token) => CommitListReader.WriteAsync(input, updates, token), cancellationToken).ConfigureAwait(false);
        await TakeAsync(["rev-list", "--objects", "--quiet", "--all"], null, cancellationToken).ConfigureAwait(false);
        await RunAsync(["symbolic-ref", "HEAD", Branch], cancellationToken).ConfigureAwait(false);
        // A tree may name the same folder again and again: a few bytes become more files than a disk holds.
        await RequireSizeAsync(["ls-tree", "-r", "-l", "-z", "--full-tree", head], 0, cancellationToken).ConfigureAwait(false);
        await TakeAsync(["read-tree", "--reset", "-u", head], null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What is checked out later, by the person's own git, is written in the same way.</summary>
    private async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        var git = Path.Combine(_folder, ".git");
        foreach (var (name, value) in new[] { ("core.symlinks", "false"), ("core.autocrlf", "false") })
            await RunAsync(["config", name, value], cancellationToken).ConfigureAwait(false);
        Directory.CreateDirectory(Path.Combine(git, "info"));
        await File.WriteAllTextAsync(Path.Combine(git, "info", "attributes"), "* -text -filter -ident !eol !working-tree-encoding\n", cancellationToken).ConfigureAwait(false);
        if (_part.Boundary.Count > 0)
            await File.WriteAllTextAsync(Path.Combine(git, "shallow"), string.Join('\n', _part.Boundary) + "\n", cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask RequireCommitsAsync(CancellationToken cancellationToken)
    {
        var output = await TakeAsync(
            ["cat-file", "--batch-check=%(objecttype)"], (input, token) => CommitListReader.WriteAsync(input, _part.Commits, token), cancellationToken).ConfigureAwait(false);
        if (output.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(t => t == "commit") != _part.Commits.Count)
            throw WorkspaceFailure.Foreign($"{WorkspaceFile.Bundle} lacks a commit that {WorkspaceFile.Manifest} names");
    }

    /// <summary>Adds up the sizes that git prints and stops at the limit, however much there is to come.</summary>
    private async ValueTask RequireSizeAsync(string[] arguments, byte terminator, CancellationToken cancellationToken)
    {
        var (count, bytes) = (0, 0L);
        var stream = _git.Start(arguments, null, cancellationToken);
        await using (stream.ConfigureAwait(false))
        {
            var reader = new ByteLineReader(stream.Output);
            try
            {
                while (await reader.ReadAsync(terminator, stream.Token).ConfigureAwait(false) is { } line)
                {
                    // "mode type id size", a tab and the name; or the size alone. A submodule has no size.
                    var size = Encoding.UTF8.GetString(line.Span).Split('\t')[0].Split(' ')[^1];
                    bytes += long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var one) ? one : 0;
                    if (++count > _limits.Objects || bytes > _limits.Unpacked)
                        throw WorkspaceFailure.Foreign("it would unpack into more than a trace's files are");
                }
            }
            catch (OperationCanceledException) when (stream.TimedOut)
            {
                throw stream.Timeout();
            }

            var exit = await stream.WaitAsync().ConfigureAwait(false);
            if (exit != 0)
                throw Refused(arguments[0], await stream.ErrorAsync().ConfigureAwait(false));
        }
    }

    private async ValueTask RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var output = await _git.RunAsync(arguments, cancellationToken).ConfigureAwait(false);
        if (output.ExitCode != 0)
            throw GitFailure.Of(arguments[0], output.ExitCode, output.Error);
    }

    /// <summary>Runs what depends on the bundle: when git does not take it, that is the bundle's fault.</summary>
    private async ValueTask<GitOutput> TakeAsync(string[] arguments, Func<Stream, CancellationToken, Task>? feed, CancellationToken cancellationToken)
    {
        var output = await _git.RunAsync(arguments, feed, cancellationToken).ConfigureAwait(false);
        return output.ExitCode == 0 ? output : throw Refused(arguments[0], output.Error);
    }

    private static Schema.OpenTracesException Refused(string command, string error) =>
        WorkspaceFailure.Foreign($"git {command} does not take {WorkspaceFile.Bundle}: {error.Trim().Split('\n')[0].Trim()}");
}
