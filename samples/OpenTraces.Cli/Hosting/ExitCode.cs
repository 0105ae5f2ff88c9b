using OpenTraces.Schema;

namespace OpenTraces.Cli.Hosting;

/// <summary>What the process ends with. Programs rely on these numbers.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Unexpected = 1;
    public const int Usage = 2;
    public const int Precondition = 3;
    public const int Network = 4;
    public const int Failed = 5;
    public const int NotFound = 6;
    public const int Integrity = 7;
    public const int Busy = 8;
    public const int EgressRefused = 9;
    public const int NeedsJudgment = 10;
    public const int Interrupted = 130;

    public static int Of(OpenTracesErrorCode code) => code switch
    {
        OpenTracesErrorCode.InvalidRequest => Usage,
        OpenTracesErrorCode.Precondition or OpenTracesErrorCode.GitFailed => Precondition,
        OpenTracesErrorCode.RemoteUnavailable or OpenTracesErrorCode.RemoteRejected => Network,
        OpenTracesErrorCode.InvalidTrace => Failed,
        OpenTracesErrorCode.NotFound => NotFound,
        OpenTracesErrorCode.StoreCorrupt => Integrity,
        OpenTracesErrorCode.StoreBusy or OpenTracesErrorCode.SourceChanged => Busy,
        OpenTracesErrorCode.EgressRefused => EgressRefused,
        OpenTracesErrorCode.NeedsJudgment => NeedsJudgment,
        _ => Unexpected,
    };
}
