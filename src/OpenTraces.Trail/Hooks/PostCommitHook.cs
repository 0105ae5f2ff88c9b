using System.Diagnostics.CodeAnalysis;
using System.Text;
using OpenTraces.Schema;
using OpenTraces.Trail.Git;

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
    /// <see cref="OpenTracesErrorCode.Precondition"/>: no repository; hooks of more repositories than this one (<c>core.hooksPath</c>); a hook
    /// that is no shell script; or no permission. The message says what to do.
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

    /// <summary>The hook git would run; where it is a link, the file that it leads to.</summary>
    private static async ValueTask<string> FindAsync(string repository, TrailOptions options, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(repository);
        var folder = Path.GetFullPath(repository);
        if (!Directory.Exists(folder))
            throw GitFailure.NoFolder(folder);
        var git = new GitProcess(options.GitProgram, folder, options.GitTimeout, options.Clock);
        // Asked from the top, so that a link on the way to the folder, or its letter case, is the same in every answer.
        var top = (await git.RunAsync(["rev-parse", "--show-toplevel"], cancellationToken).ConfigureAwait(false)).Text.Trim('\n');
        if (top.Length > 0)
            git = new GitProcess(options.GitProgram, top, options.GitTimeout, options.Clock);
        var output = await git.RunAsync(["rev-parse", "--git-path", "hooks/post-commit", "--git-common-dir"], cancellationToken).ConfigureAwait(false);
        if (output.ExitCode != 0 || output.Text.Split('\n') is not [var hook, var common, ..])
            throw GitFailure.OfDiscovery(folder, output);
        var path = Path.GetFullPath(hook, git.Folder);
        if (!IsBelow(path, Path.GetFullPath(common, git.Folder)) && (top.Length == 0 || !IsBelow(path, Path.GetFullPath(top))))
        {
            throw new OpenTracesException(OpenTracesErrorCode.Precondition,
                $"The hooks of this repository lie at '{Path.GetDirectoryName(path)}' (core.hooksPath), which other repositories may share. Add the command to the hook there yourself, or set core.hooksPath to a folder of this repository.");
        }

        return File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target ? target.FullName : path;
    }

    private static bool IsBelow(string path, string folder) =>
        path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static void RequireShell(string hook, string path, string block)
    {
        var first = hook.AsSpan(0, hook.AsSpan().IndexOf('\n') is var end and >= 0 ? end : hook.Length).TrimEnd();
        var interpreter = first[(first.LastIndexOfAny('/', ' ') + 1)..];
        if (first.StartsWith("#!") && interpreter is "sh" or "bash" or "dash" or "zsh" or "ksh" or "-e")
            return;
        throw new OpenTracesException(OpenTracesErrorCode.Precondition,
            $"The hook '{path}' is no shell script. Let it run this command itself: {block.Split('\n')[1]}");
    }

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
        var temporary = path + ".opentraces-new";
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
