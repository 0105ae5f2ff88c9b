using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using OpenTraces.Schema;

namespace OpenTraces.Trail.Git;

/// <summary>
/// The only place that starts git: no lock, no prompt, no pager, no network. Only calls with a <see cref="GitPlace"/> write,
/// and only where the place says.
/// </summary>
internal sealed class GitProcess
{
    /// <summary>Settings of the person or machine that would change what the plumbing prints.</summary>
    private static readonly string[] Overrides =
    [
        "--no-pager", "--no-replace-objects", "--literal-pathspecs",
        "-c", "core.quotePath=false", "-c", "core.fsmonitor=false", "-c", "color.ui=false", "-c", "log.showSignature=false",
        "-c", "diff.noprefix=false", "-c", "diff.mnemonicPrefix=false", "-c", "diff.algorithm=myers",
        "-c", "diff.interHunkContext=0", "-c", "diff.orderFile=", "-c", "diff.renameLimit=2000",
    ];

    /// <summary>Variables that would point git at another repository than the folder it is started in.</summary>
    private static readonly string[] Cleared =
    [
        "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE", "GIT_PREFIX",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_EXTERNAL_DIFF", "GIT_DIFF_OPTS", "GIT_GRAFT_FILE", "GIT_SHALLOW_FILE",
        "GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS",
    ];

    private readonly string _program;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _clock;
    private readonly GitPlace? _place;

    public GitProcess(string program, string folder, TimeSpan timeout, TimeProvider clock, GitPlace? place = null)
    {
        _program = program;
        Folder = folder;
        _timeout = timeout;
        _clock = clock;
        _place = place;
    }

    public string Folder { get; }

    /// <summary>Runs git to its end and keeps what it printed.</summary>
    public ValueTask<GitOutput> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        RunAsync(arguments, null, cancellationToken);

    /// <summary>The same, giving git something to read.</summary>
    public async ValueTask<GitOutput> RunAsync(
        IReadOnlyList<string> arguments, Func<Stream, CancellationToken, Task>? feed, CancellationToken cancellationToken)
    {
        var stream = Start(arguments, feed, cancellationToken);
        await using (stream.ConfigureAwait(false))
        {
            using var output = new MemoryStream();
            try
            {
                await stream.Output.CopyToAsync(output, stream.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stream.TimedOut)
            {
                throw stream.Timeout();
            }

            var exit = await stream.WaitAsync().ConfigureAwait(false);
            return new GitOutput(exit, output.ToArray(), await stream.ErrorAsync().ConfigureAwait(false));
        }
    }

    /// <summary>Runs git and returns its output as text.</summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.GitFailed"/>: it exited with an error.</exception>
    public async ValueTask<string> ReadAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var output = await RunAsync(arguments, cancellationToken).ConfigureAwait(false);
        return output.ExitCode == 0 ? output.Text : throw GitFailure.Of(arguments[0], output.ExitCode, output.Error);
    }

    /// <summary>Starts git and leaves its output to be read while it runs.</summary>
    /// <param name="arguments">The command and its arguments.</param>
    /// <param name="input">Writes what git reads; its stream is closed afterwards. Null for no input.</param>
    /// <param name="cancellationToken">Kills git and what it started.</param>
    public GitStream Start(
        IReadOnlyList<string> arguments, Func<Stream, CancellationToken, Task>? input, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var process = new Process { StartInfo = Describe(arguments) };
        try
        {
            process.Start();
        }
        catch (Exception exception) when (exception is Win32Exception or FileNotFoundException or InvalidOperationException)
        {
            process.Dispose();
            throw Failure(exception);
        }

        return new GitStream(process, arguments[0], input, _timeout, _clock, cancellationToken);
    }

    private ProcessStartInfo Describe(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo
        {
            WorkingDirectory = Folder,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var argument in Overrides)
            start.ArgumentList.Add(argument);
        foreach (var setting in _place?.Settings ?? [])
        {
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add(setting);
        }

        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var name in Cleared)
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";
        start.Environment["GIT_OPTIONAL_LOCKS"] = "0";
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["GIT_NO_LAZY_FETCH"] = "1";
        start.Environment["GIT_ALLOW_PROTOCOL"] = "none";
        start.Environment["GIT_PAGER"] = "cat";
        foreach (var (name, value) in _place?.Variables ?? [])
            start.Environment[name] = value;
        start.FileName = ProgramPath.Find(_program, start.Environment) ?? throw Failure(null);
        return start;
    }

    private OpenTracesException Failure(Exception? cause) => Directory.Exists(Folder) ? GitFailure.NoProgram(_program, cause) : GitFailure.NoFolder(Folder);
}
