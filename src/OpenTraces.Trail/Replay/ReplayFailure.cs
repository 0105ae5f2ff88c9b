using OpenTraces.Schema;

namespace OpenTraces.Trail.Replay;

/// <summary>Why a replay leaves a clone as it is, and what to do.</summary>
internal static class ReplayFailure
{
    private const string Delete = "git update-ref -d " + ReplayReceipt.Reference;

    public static OpenTracesException Foreign() => new(OpenTracesErrorCode.Precondition,
        $"{ReplayReceipt.Reference} was not written by a replay and stays as it is. To keep it under another name, run 'git update-ref refs/opentraces/local/kept {ReplayReceipt.Reference}'; then '{Delete}', and replay again.");

    public static OpenTracesException Damaged(string commit) => new(OpenTracesErrorCode.StoreCorrupt,
        $"{ReplayReceipt.Reference} is damaged at {commit}. All of it can be written again: run '{Delete}', and replay.");

    public static OpenTracesException Moved() => new(OpenTracesErrorCode.StoreBusy,
        $"{ReplayReceipt.Reference} was changed by somebody else meanwhile. Replay again.");

    public static OpenTracesException Holds(string trace) => new(OpenTracesErrorCode.EgressRefused,
        $"An event of trace {trace} holds something that may not leave, and is no text that can be redacted. Nothing was written.");
}
