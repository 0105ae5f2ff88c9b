using System.Diagnostics.CodeAnalysis;
using System.Text;
using OpenTraces.Schema;
using OpenTraces.Trail.Git;
using OpenTraces.Trail.Paths;

namespace OpenTraces.Trail.Hooks;

/// <summary>
/// Puts a command into a repository's <c>post-commit</c> hook and takes it out again. Other lines of the hook stay byte for byte.
/// </summary>
[Experimental("OT0001")]
public static class PostCommitHook
{
    private const string Begin = "# >>> opentraces >>>";
    private const string End = "# <<< opentraces <<<";

    /// <summary>Puts the command in, at the top, where no line of the hook can end it before; its failure does not fail the hook.</summary>
    /// <param name="repository">Any folder inside the repository.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="options">How git is run.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="OpenTracesException">
    /// <see cref="OpenTracesErrorCode.Precondition"/>: no repository; hooks of more repositories than this one (<c>core.hooksPath</c>, or a link
    /// that leads out of it); a hook that is no shell script; or no permission. The message says what to do.
    /// </exception>
    public static async ValueTask<HookChange> InstallAsync(
        string repository, IReadOnlyList<string> command, TrailOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentOutOfRangeException.ThrowIfZero(command.Count);
        var path = await FindAsync(repository, options ?? new TrailOptions(), cancellationToken).ConfigureAwait(false);
        var block = $"{Begin}\n{string.Join(' ', command.Select(Quote))} || true\n{End}\n";
        return Guard(path, () =>
        {
            var before = File.Exists(path) ? File.ReadAllText(path, Encoding.Latin1) : "";
            var rest = Without(before);
            if (rest.Length == 0)
                rest = "#!/bin/sh\n";
            RequireShell(rest, path, block);
            var line = rest.IndexOf('\n', StringComparison.Ordinal);
            // Bytes as they are: Latin-1 has one character for each.
            var first = line < 0 ? rest + "\n" : rest[..(line + 1)];
            return Write(path, before, first + Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(block)) + (line < 0 ? "" : rest[(line + 1)..]));
        });
    }

    /// <summary>Takes the command out. A hook that held nothing else is deleted.</summary>
    /// <inheritdoc cref="InstallAsync" path="/exception"/>
    public static async ValueTask<HookChange> RemoveAsync(
        string repository, TrailOptions? options = null, CancellationToken cancellationToken = default)
    {
        var path = await FindAsync(repository, options ?? new TrailOptions(), cancellationToken).ConfigureAwait(false);
        return Guard(path, () =>
        {
            if (!File.Exists(path))
                return new HookChange(path, false);
            var before = File.ReadAllText(path, Encoding.Latin1);
            var rest = Without(before);
            if (rest == before)
                return new HookChange(path, false);
            if (rest.Trim() is not ("" or "#!/bin/sh"))
                return Write(path, before, rest);
            File.Delete(path);
            return new HookChange(path, true);
        });
    }

    /// <summary>The file that git would run, behind every link that leads to it.</summary>
    private static async ValueTask<string> FindAsync(string repository, TrailOptions options, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(repository);
        var folder = Path.GetFullPath(repository);
        if (!Directory.Exists(folder))
            throw GitFailure.NoFolder(folder);
        var git = new GitProcess(options.GitProgram, folder, options.GitTimeout, options.Clock, GitPlace.Named(options, folder));
        // A bare repository has no top and ends with an error after the other answer.
        var found = await git.RunAsync(["rev-parse", "--absolute-git-dir", "--show-toplevel"], cancellationToken).ConfigureAwait(false);
        if (found.Text.Split('\n', 2) is not [var directory, var rest])
            throw GitFailure.OfDiscovery(folder, found);
        // Asked from the top, so that a link on the way to the folder, or its letter case, is the same in every answer; the top alone need not
        // lead to the git directory.
        var top = rest.Trim('\n');
        var place = new GitPlace { Variables = [new("GIT_DIR", directory)], Settings = [] };
        git = new GitProcess(options.GitProgram, top.Length > 0 ? top : folder, options.GitTimeout, options.Clock, place);
        var output = await git.RunAsync(["rev-parse", "--git-path", "hooks/post-commit", "--git-common-dir"], cancellationToken).ConfigureAwait(false);
        if (output.ExitCode != 0 || output.Text.Split('\n') is not [var hook, var common, ..])
            throw GitFailure.OfDiscovery(folder, output);
        var named = Path.GetFullPath(hook, git.Folder);
        var path = FinalPath.Of(named);
        if (IsBelow(path, Path.GetFullPath(common, git.Folder)) || (top.Length > 0 && IsBelow(path, Path.GetFullPath(top))))
            return path;
        var why = path == named ? "core.hooksPath" : $"'{named}' leads there";
        throw new OpenTracesException(OpenTracesErrorCode.Precondition,
            $"The hooks of this repository lie at '{Path.GetDirectoryName(path)}' ({why}), which other repositories may share. Add the command to the hook there yourself, or set core.hooksPath to a folder of this repository.");
    }

    /// <param name="path">Behind its links.</param>
    /// <param name="folder">The folder, which may itself be reached through links.</param>
    private static bool IsBelow(string path, string folder) =>
        path.StartsWith(Path.TrimEndingDirectorySeparator(FinalPath.Of(folder)) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static void RequireShell(string hook, string path, string block)
    {
        var end = hook.IndexOf('\n', StringComparison.Ordinal);
        if (IsShell(end < 0 ? hook : hook[..end]))
            return;
        throw new OpenTracesException(OpenTracesErrorCode.Precondition,
            $"The hook '{path}' is no shell script. Let it run this command itself: {block.Split('\n')[1]}");
    }

    /// <summary>By the name of the program, which may be looked for by <c>env</c>; whatever flags it is given.</summary>
    private static bool IsShell(string line)
    {
        if (!line.StartsWith("#!", StringComparison.Ordinal))
            return false;
        var words = line[2..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var program = words is [var first, ..] && NameOf(first) == "env" ? words.Skip(1).FirstOrDefault(w => w != "-S") : words.FirstOrDefault();
        return program is not null && NameOf(program) is "sh" or "bash" or "dash" or "zsh" or "ksh";
    }

    private static string NameOf(string program) => program[(program.LastIndexOf('/') + 1)..];

    private static string Without(string hook)
    {
        var begin = hook.IndexOf(Begin, StringComparison.Ordinal);
        var end = begin < 0 ? -1 : hook.IndexOf(End, begin, StringComparison.Ordinal);
        if (end < 0)
            return hook;
        end += End.Length;
        if (end < hook.Length && hook[end] == '\r')
            end++;
        return hook[..begin] + hook[(end < hook.Length && hook[end] == '\n' ? end + 1 : end)..];
    }

    private static HookChange Write(string path, string before, string after)
    {
        if (before == after)
            return new HookChange(path, false);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // A name that nobody can have put a link at.
        var temporary = path + "." + Path.GetRandomFileName();
        File.WriteAllText(temporary, after, Encoding.Latin1);
        if (!OperatingSystem.IsWindows())
        {
            var mode = File.Exists(path) ? File.GetUnixFileMode(path) : File.GetUnixFileMode(temporary);
            // A file that could not be run was no hook: with the command in it, it is one.
            File.SetUnixFileMode(temporary, mode | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }

        File.Move(temporary, path, overwrite: true);
        return new HookChange(path, true);
    }

    private static HookChange Guard(string path, Func<HookChange> change)
    {
        try
        {
            return change();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OpenTracesException(OpenTracesErrorCode.Precondition,
                $"The hook '{path}' cannot be changed. Check the permissions of the file and its folder.", e);
        }
    }

    private static string Quote(string part) =>
        part.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:@%+=,".Contains(c, StringComparison.Ordinal)) && part.Length > 0
            ? part
            : "'" + part.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
