using OpenTraces.Bucket.Envelopes;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Upkeep.Checking;

/// <summary>Compares the file of a trace with what the log says of it.</summary>
internal static class EnvelopeCheck
{
    /// <summary>Null when the file is as it should be.</summary>
    /// <param name="id">The trace.</param>
    /// <param name="written">Its file, read before the log was; null when it is missing or damaged.</param>
    /// <param name="isThere">Whether there is a file.</param>
    /// <param name="envelope">What the log says.</param>
    /// <param name="sequence">The last event about the trace.</param>
    /// <param name="projected">The event through which every file is said to be written.</param>
    public static VerifyIssue? Compare(TraceId id, HeldTrace? written, bool isThere, Envelope envelope, long sequence, long projected)
    {
        if (written is null)
            return isThere ? Issue("envelope_missing", id, "It is damaged.") : sequence > projected ? null : Issue("envelope_missing", id, "There is no such file.");
        if (written.Sequence > sequence)
            return Issue("envelope_differs", id, $"It tells of event {written.Sequence}, and the log ends for this trace at event {sequence}: an event was lost, and may have been acknowledged.");
        if (written.Sequence < sequence)
        {
            return sequence > projected
                ? null
                : Issue("envelope_differs", id, $"It is as of event {written.Sequence}, and the log has event {sequence} about this trace.");
        }

        return EnvelopeJson.Write(written.Envelope).Equals(EnvelopeJson.Write(envelope))
            ? null
            : Issue("envelope_differs", id, "It does not say what the log says.");
    }

    /// <summary>A file of a trace that the log says nothing of.</summary>
    public static VerifyIssue Unknown(TraceId id) =>
        Issue("envelope_differs", id, "The log says nothing of this trace: an event was lost, and may have been acknowledged.");

    private static VerifyIssue Issue(string kind, TraceId id, string message) => new()
    {
        Kind = kind,
        Path = $"traces/{id.ToString()[..2]}/{id}.json",
        Message = message + " Run 'opentraces bucket repair'.",
        Traces = [id],
    };
}
