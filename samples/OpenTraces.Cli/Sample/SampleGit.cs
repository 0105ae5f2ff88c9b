using System.Diagnostics;
using OpenTraces.Schema;
using OpenTraces.Trail.Git;

namespace OpenTraces.Cli.Sample;

/// <summary>Runs git in one repository as fixed people at fixed times, blind to every configuration of the machine.</summary>
internal sealed class SampleGit
{
    private readonly string _root;

    public SampleGit(string root) => _root = root;

    public async Task InitAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_root);
        await RunAsync(["init", "-q", "--template=", "--object-format=sha1", "-b", "main"], null, cancellationToken);
        foreach (var (name, value) in new[] { ("core.autocrlf", "false"), ("commit.gpgsign", "false"), ("gc.auto", "0") })
            await RunAsync(["config", name, value], null, cancellationToken);
    }

    public async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        var file = Path.Combine(_root, path.Replace('/', Path.DirectorySeparatorChar));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, text, cancellationToken);
    }

    public async Task<string> CommitAsync(SampleAuthor author, string date, string message, CancellationToken cancellationToken)
    {
        await RunAsync(["add", "-A"], null, cancellationToken);
        await RunAsync(["commit", "-q", "--no-verify", "-m", message], (author, date), cancellationToken);
        return await HeadAsync(cancellationToken);
    }

    public async Task RevertAsync(SampleAuthor author, string date, string commit, CancellationToken cancellationToken) =>
        await RunAsync(["revert", "--no-edit", commit], (author, date), cancellationToken);

    public async Task<string> HeadAsync(CancellationToken cancellationToken) =>
        (await RunAsync(["rev-parse", "--verify", "HEAD"], null, cancellationToken)).Trim();

    private async Task<string> RunAsync(
        string[] arguments, (SampleAuthor Author, string Date)? commit, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Program(), arguments)
        {
            WorkingDirectory = _root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Isolate(start.Environment);
        if (commit is { } given)
        {
            start.Environment["GIT_AUTHOR_NAME"] = start.Environment["GIT_COMMITTER_NAME"] = given.Author.Name;
            start.Environment["GIT_AUTHOR_EMAIL"] = start.Environment["GIT_COMMITTER_EMAIL"] = given.Author.Email;
            start.Environment["GIT_AUTHOR_DATE"] = start.Environment["GIT_COMMITTER_DATE"] = given.Date;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0
                ? output
                : throw new OpenTracesException(OpenTracesErrorCode.Precondition,
                    $"git {arguments[0]} failed while building the sample: {(await errors).Trim()}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static string Program() =>
        ProgramPath.Find("git", new Dictionary<string, string?> { ["PATH"] = Environment.GetEnvironmentVariable("PATH") })
        ?? throw new OpenTracesException(OpenTracesErrorCode.Precondition, "The sample needs the program git. Install it and make sure it is on the PATH.");

    private void Isolate(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.Where(static n => n.StartsWith("GIT_", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            if (!name.Equals("GIT_EXEC_PATH", StringComparison.OrdinalIgnoreCase))
                environment.Remove(name);
        }

        environment["GIT_CONFIG_NOSYSTEM"] = "1";
        environment["GIT_CONFIG_GLOBAL"] = Path.Combine(_root, ".git", "no-such-config");
        environment["GIT_CEILING_DIRECTORIES"] = Path.GetDirectoryName(_root);
        environment["GIT_TERMINAL_PROMPT"] = "0";
        environment["LC_ALL"] = "C";
    }
}
