using System.Threading.Channels;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Import;

/// <summary>Passes steps on and nothing else: everything else is known from the first reading.</summary>
internal sealed class StepChannel(ChannelWriter<Step> steps) : ISessionSink
{
    public ValueTask StepAsync(Step step, CancellationToken cancellationToken = default) => steps.WriteAsync(step, cancellationToken);

    public void Entry(int line, EntryFate fate, string? reason = null)
    {
    }

    public void UnknownType(string type)
    {
    }

    public void Patch(PatchDraft patch)
    {
    }

    public void CallWithoutResult(string toolCallId)
    {
    }

    public void ResultWithoutCall(string toolCallId)
    {
    }
}
