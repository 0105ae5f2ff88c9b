using System.Diagnostics;
using System.Text;
using OpenTraces.Schema;

namespace OpenTraces.Trail.Git;

/// <summary>A running git. Disposing it kills what still runs.</summary>
internal sealed class GitStream : IAsyncDisposable
{
    private const int ErrorLimit = 16 * 1024;

    /// <summary>
    /// Something that git started, such as a filter that left a process behind, may hold the pipe open for as long as it lives. What git
    /// itself says is there when git ends.
    /// </summary>
    private static readonly TimeSpan ErrorGrace = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly string _command;
    private readonly TimeSpan _timeout;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _deadline;
    private readonly CancellationTokenSource _linked;
    private readonly CancellationTokenRegistration _kill;
    private readonly StringBuilder _errorText = new();
    private readonly Task _error;
    private readonly Task _input;

    public GitStream(
        Process process, string command, Func<Stream, CancellationToken, Task>? input, TimeSpan timeout, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        _process = process;
        _command = command;
        _timeout = timeout;
        _caller = cancellationToken;
        _deadline = new CancellationTokenSource(timeout, clock);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _deadline.Token);
        _kill = _linked.Token.Register(Kill);
        _error = ReadErrorAsync();
        _input = FeedAsync(input);
    }

    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>Cancelled by the caller or by the deadline.</summary>
    public CancellationToken Token => _linked.Token;

    public bool TimedOut => _deadline.IsCancellationRequested && !_caller.IsCancellationRequested;

    /// <summary>Lets the time begin anew, for an answer that is waited for.</summary>
    public void BeginWait() => _deadline.CancelAfter(_timeout);

    /// <summary>Nothing is waited for.</summary>
    public void EndWait() => _deadline.CancelAfter(System.Threading.Timeout.InfiniteTimeSpan);

    public OpenTracesException Timeout() => GitFailure.Timeout(_command, _timeout);

    /// <summary>What git, which has ended, said.</summary>
    public async Task<string> ErrorAsync()
    {
        try
        {
            await _error.WaitAsync(ErrorGrace, Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            // What was said so far is what there is.
        }

        lock (_errorText)
            return _errorText.ToString();
    }

    /// <summary>Waits for the end and returns the exit code.</summary>
    public async Task<int> WaitAsync()
    {
        try
        {
            await _process.WaitForExitAsync(Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (TimedOut)
        {
            throw Timeout();
        }

        await _input.ConfigureAwait(false);
        return _process.ExitCode;
    }

    /// <summary>Waits for the end and throws when git failed.</summary>
    public async Task FinishAsync()
    {
        var exit = await WaitAsync().ConfigureAwait(false);
        if (exit != 0)
            throw GitFailure.Of(_command, exit, await ErrorAsync().ConfigureAwait(false));
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await _linked.CancelAsync().ConfigureAwait(false);
        await _input.ConfigureAwait(false);
        await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        await _kill.DisposeAsync().ConfigureAwait(false);
        _linked.Dispose();
        _deadline.Dispose();
        _process.Dispose();
    }

    private async Task FeedAsync(Func<Stream, CancellationToken, Task>? input)
    {
        try
        {
            var stream = _process.StandardInput.BaseStream;
            await using (stream.ConfigureAwait(false))
            {
                if (input is not null)
                    await input(stream, Token).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Git went away first: its exit code and its error text say why.
        }
    }

    private async Task ReadErrorAsync()
    {
        var buffer = new char[1024];
        try
        {
            int read;
            while ((read = await _process.StandardError.ReadAsync(buffer.AsMemory(), CancellationToken.None).ConfigureAwait(false)) > 0)
            {
                lock (_errorText)
                    _errorText.Append(buffer, 0, Math.Min(read, ErrorLimit - _errorText.Length));
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The pipe broke with the process, or is let go of; what was read is what there is.
        }
    }

    private void Kill()
    {
        try
        {
            if (!_process.HasExited)
                _process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It ended by itself meanwhile.
        }
    }
}
