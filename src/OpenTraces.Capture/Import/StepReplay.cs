using System.Runtime.CompilerServices;
using System.Threading.Channels;
using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Import;

/// <summary>
/// Gives the steps of a session to a store that did not receive them, by parsing it again: the same bytes give the same steps, so nothing of a large session has
/// to be held or spooled between its first reading and its keeping.
/// </summary>
/// <param name="parser">The parser of the first reading.</param>
/// <param name="session">The bytes it read. That they are still the same is checked at the end.</param>
/// <param name="open">Makes a source of the opened bytes.</param>
internal sealed class StepReplay(IHarnessParser parser, RawSource session, Func<Stream, SessionSource> open)
{
    /// <summary>So many steps wait at most for whoever keeps them.</summary>
    private const int Waiting = 8;

    public async IAsyncEnumerable<Step> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var steps = Channel.CreateBounded<Step>(new BoundedChannelOptions(Waiting) { SingleReader = true, SingleWriter = true });
        var parsing = Task.Run(() => ParseAsync(steps.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var step in steps.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                yield return step;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await parsing.ConfigureAwait(false);
        }
    }

    /// <summary>Never throws: what goes wrong comes out at the end of the channel.</summary>
    private async Task ParseAsync(ChannelWriter<Step> steps, CancellationToken cancellationToken)
    {
        try
        {
            using var bytes = session.Open();
            using var content = new HashingStream(bytes);
            await parser.ParseAsync(open(content), new StepChannel(steps), cancellationToken).ConfigureAwait(false);
            var hash = await content.FinishAsync(cancellationToken).ConfigureAwait(false);
            if (hash != session.Hash || content.BytesRead != session.Length)
            {
                throw new OpenTracesException(OpenTracesErrorCode.SourceChanged,
                    $"The source '{session.Location ?? session.Name}' is not what was read a moment ago. Nothing was kept; read it again.");
            }

            steps.Complete();
        }
        catch (Exception exception)
        {
            steps.Complete(exception);
        }
    }
}
