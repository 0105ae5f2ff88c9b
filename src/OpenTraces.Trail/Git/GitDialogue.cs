using System.Threading.Channels;
using OpenTraces.Schema;

namespace OpenTraces.Trail.Git;

/// <summary>
/// A git that answers one question after another on its standard input and output, so that it need not be started for each.
/// The time it may take counts for each question, and not between them.
/// </summary>
internal sealed class GitDialogue : IAsyncDisposable
{
    private readonly Channel<Func<Stream, CancellationToken, Task>> _questions =
        Channel.CreateUnbounded<Func<Stream, CancellationToken, Task>>(new UnboundedChannelOptions { SingleReader = true });

    private readonly GitStream _stream;
    private bool _open;

    public GitDialogue(GitProcess git, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        _stream = git.Start(arguments, FeedAsync, cancellationToken);
        Answers = new ByteLineReader(_stream.Output);
    }

    /// <summary>What git prints.</summary>
    public ByteLineReader Answers { get; }

    /// <summary>False when an earlier question was not answered to its end, so that what comes next is no answer to another.</summary>
    public bool IsFree => !_open;

    /// <summary>Cancelled by the caller or by the deadline.</summary>
    public CancellationToken Token => _stream.Token;

    /// <summary>Puts a question, which is written while its answer is read.</summary>
    public void Ask(Func<Stream, CancellationToken, Task> question)
    {
        _open = true;
        _stream.BeginWait();
        _questions.Writer.TryWrite(question);
    }

    /// <summary>Says that the answer was read to its end.</summary>
    public void Close()
    {
        _open = false;
        _stream.EndWait();
    }

    /// <summary>Waits for a part of the answer, and says why there is none: the deadline, or git's own error.</summary>
    public async ValueTask<T> ReadAsync<T>(ValueTask<T> part)
    {
        _stream.BeginWait();
        try
        {
            var answer = await part.ConfigureAwait(false);
            // What is done with it is not git's time.
            _stream.EndWait();
            return answer;
        }
        catch (Exception exception) when (exception is OperationCanceledException or EndOfStreamException or OpenTracesException { Code: OpenTracesErrorCode.GitFailed })
        {
            if (_stream.TimedOut)
                throw _stream.Timeout();
            if (exception is OperationCanceledException)
                throw;
            await RequireGoodEndAsync().ConfigureAwait(false);
            if (exception is EndOfStreamException)
                throw GitFailure.Unreadable("it ended early");
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _questions.Writer.TryComplete();
        try
        {
            // It ends by itself when there is nothing more to read, and is ended when it does not.
            if (IsFree)
            {
                _stream.BeginWait();
                await _stream.WaitAsync().ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or OpenTracesException)
        {
            // Then it is ended.
        }

        await _stream.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Throws what git itself says of an answer that is none.</summary>
    private async Task RequireGoodEndAsync()
    {
        _questions.Writer.TryComplete();
        try
        {
            await _stream.Output.CopyToAsync(Stream.Null, Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stream.TimedOut)
        {
            throw _stream.Timeout();
        }

        await _stream.FinishAsync().ConfigureAwait(false);
    }

    private async Task FeedAsync(Stream input, CancellationToken cancellationToken)
    {
        await foreach (var question in _questions.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            await question(input, cancellationToken).ConfigureAwait(false);
            await input.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
