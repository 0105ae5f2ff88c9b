using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using OpenTraces.Schema;
using OpenTraces.Trail.Git;

namespace OpenTraces.Trail.GitHub;

/// <summary>The only place that starts gh: it never asks back, never opens a browser or a pager, and ends with its caller.</summary>
internal sealed class GhProcess(string folder, GitHubOptions options)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <param name="arguments">The command and its arguments.</param>
    /// <param name="input">What it reads; null for nothing.</param>
    /// <param name="cancellationToken">Kills it and what it started.</param>
    /// <exception cref="OpenTracesException">
    /// <see cref="OpenTracesErrorCode.Precondition"/>: there is no such program; <see cref="OpenTracesErrorCode.RemoteUnavailable"/>: it took too long.
    /// </exception>
    public async ValueTask<GhOutput> RunAsync(IReadOnlyList<string> arguments, string? input, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var command = string.Join(' ', arguments.Take(2));
        using var deadline = new CancellationTokenSource(options.Timeout, options.Clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        using var process = Start(arguments);
        var kill = linked.Token.Register(() => Kill(process));
        await using var _ = kill.ConfigureAwait(false);
        var reading = Task.WhenAll(process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
        try
        {
            await FeedAsync(process, input, linked.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(linked.Token).ConfigureAwait(false);
            var texts = await reading.WaitAsync(linked.Token).ConfigureAwait(false);
            return new GhOutput(process.ExitCode, texts[0], texts[1]);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw GhFailure.Timeout(command, options.Timeout);
        }
        finally
        {
            Kill(process);
        }
    }

    private Process Start(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = Utf8,
            StandardOutputEncoding = Utf8,
            StandardErrorEncoding = Utf8,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["GH_PROMPT_DISABLED"] = "1";
        start.Environment["GH_NO_UPDATE_NOTIFIER"] = "1";
        start.Environment["GH_PAGER"] = "cat";
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["NO_COLOR"] = "1";
        start.Environment.Remove("GH_FORCE_TTY");
        start.FileName = ProgramPath.Find(options.Program, start.Environment) ?? throw GhFailure.NoProgram(options.Program);
        var process = new Process { StartInfo = start };
        try
        {
            process.Start();
            return process;
        }
        catch (Exception exception) when (exception is Win32Exception or FileNotFoundException or InvalidOperationException)
        {
            process.Dispose();
            throw Directory.Exists(folder) ? GhFailure.NoProgram(options.Program, exception) : GitFailure.NoFolder(folder);
        }
    }

    private static async Task FeedAsync(Process process, string? input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync((input ?? "").AsMemory(), cancellationToken).ConfigureAwait(false);
            await process.StandardInput.FlushAsync(cancellationToken).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It went away first: its exit code and its error text say why.
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It ended by itself meanwhile.
        }
    }
}
