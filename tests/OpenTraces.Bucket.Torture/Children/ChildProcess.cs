using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading.Channels;
using OpenTraces.Bucket.Torture.Work;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Torture.Children;

/// <summary>This program in another process, in one of its child modes.</summary>
public sealed class ChildProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task _reading;
    private readonly StringBuilder _errors = new();
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    private ChildProcess(Process process)
    {
        _process = process;
        _process.ErrorDataReceived += (_, e) => _errors.AppendLine(e.Data);
        _process.BeginErrorReadLine();
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>Lines as they come; complete when the process has ended.</summary>
    public ChannelReader<string> Lines => _lines.Reader;

    public List<Acknowledgement> Acknowledged { get; } = [];

    public List<TraceId> Trails { get; } = [];

    /// <summary>Traces it has begun to forget, and whether it was told that they are forgotten.</summary>
    public Dictionary<TraceId, bool> Forgotten { get; } = [];

    public int Busy { get; private set; }

    /// <summary>The last line printed.</summary>
    public string LastLine { get; private set; } = "";

    public string Errors => _errors.ToString();

    public int ExitCode => _process.ExitCode;

    /// <summary>Whether it ended by <see cref="Kill"/> and in no other way.</summary>
    public bool WasKilled => ExitCode == (OperatingSystem.IsWindows() ? -1 : 128 + 9);

    /// <summary>Starts a mode of this program, behind a shell when <paramref name="limits"/> says what the shell does first.</summary>
    public static ChildProcess Start(string mode, IEnumerable<string> options, string? limits = null)
    {
        string[] command = [.. Self(), mode, "--driven", "1", .. options];
        var start = new ProcessStartInfo
        {
            FileName = limits is null ? command[0] : "bash",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var argument in limits is null ? command[1..] : ["-c", limits + "; exec \"$@\"", "limited", .. command])
            start.ArgumentList.Add(argument);

        // The runtime maps its own code through a file that would count against a limit of file sizes.
        if (limits is not null)
            start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return new ChildProcess(Process.Start(start)!);
    }

    /// <summary>Ends the process as a power switch would: SIGKILL, or its like on Windows.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    /// <summary>Returns when the process has ended and everything it printed is read.</summary>
    public async Task EndAsync()
    {
        await _process.WaitForExitAsync();
        await _reading;
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    /// <summary>This program: itself when it was compiled ahead, else its assembly, which the tests have beside them.</summary>
    private static string[] Self() => RuntimeFeature.IsDynamicCodeSupported
        ? [DotNet(), "exec", Path.Combine(AppContext.BaseDirectory, "OpenTraces.Bucket.Torture.dll")]
        : [Environment.ProcessPath!];

    private static string DotNet()
    {
        var runtime = RuntimeEnvironment.GetRuntimeDirectory();
        return Path.GetFullPath(Path.Combine(runtime, "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            LastLine = line;
            if (Acknowledgement.TryParse(line) is { } one)
                Acknowledged.Add(one);
            else if (line.StartsWith(WriteMode.TrailWord, StringComparison.Ordinal) && TraceId.TryParse(line.AsSpan(WriteMode.TrailWord.Length + 1), out var trace))
                Trails.Add(trace);
            else if (line.Split(' ') is [ForgetMode.BeginsWord or ForgetMode.DoneWord, var id] && TraceId.TryParse(id, out var forgotten))
                Forgotten[forgotten] = line.StartsWith(ForgetMode.DoneWord + " ", StringComparison.Ordinal);
            else if (line == WriteMode.BusyWord)
                Busy++;
            _lines.Writer.TryWrite(line);
        }

        _lines.Writer.Complete();
    }
}
