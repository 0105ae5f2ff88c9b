using System.Globalization;
using OpenTraces.Schema;

namespace OpenTraces.Trail.Teleport;

/// <summary>What goes wrong with a workspace, and what to do.</summary>
internal static class WorkspaceFailure
{
    public static OpenTracesException NoTrace(TraceId trace) => new(OpenTracesErrorCode.NotFound,
        $"The store holds no trace {trace}. List the traces it holds, or import the session first.");

    public static OpenTracesException NotBlank(string folder) => new(OpenTracesErrorCode.Precondition,
        $"'{folder}' is there already and is not an empty folder. Name a folder that does not exist yet.");

    public static OpenTracesException NotWritable(string folder, Exception cause) => new(OpenTracesErrorCode.Precondition,
        $"'{folder}' cannot be made: {cause.Message} Name a folder where you may write and that has room.", cause);

    public static OpenTracesException NoWorkspace(string folder) => new(OpenTracesErrorCode.NotFound,
        $"There is no folder '{folder}'. Name a folder that 'opentraces trace teleport export' made.");

    public static OpenTracesException Foreign(string why) => new(OpenTracesErrorCode.InvalidTrace,
        $"This is no folder that can be opened: {Plain(why)}. Export the trace again with 'opentraces trace teleport export'.");

    public static OpenTracesException Damaged(string file, string why) => new(OpenTracesErrorCode.StoreCorrupt,
        $"{file} is not as it was exported ({why}). Copy the folder again from where it came.");

    public static OpenTracesException TooLarge(string what, long bytes, long limit) => new(OpenTracesErrorCode.Precondition,
        string.Create(CultureInfo.InvariantCulture, $"{what} measures {bytes:N0} bytes, more than the {limit:N0} a workspace may hold. {Less}"));

    public static OpenTracesException TooMany(int objects, int limit) => new(OpenTracesErrorCode.Precondition,
        string.Create(CultureInfo.InvariantCulture, $"The commits hold {objects:N0} objects, more than the {limit:N0} a workspace may have. {Less}"));

    /// <param name="where">Which object.</param>
    /// <param name="what">The line and the kinds, never the text.</param>
    /// <param name="git">How much of the repository was to go along.</param>
    public static OpenTracesException Holds(string where, string what, TeleportGit git) => new(OpenTracesErrorCode.EgressRefused,
        $"{where} holds something that may not leave ({what}), and an object of git cannot be redacted without becoming another. {LessThan(git)}");

    public static OpenTracesException Unreadable(string where, string why, TeleportGit git) => new(OpenTracesErrorCode.EgressRefused,
        $"{where} {why}, so nobody knows whether it may leave. {LessThan(git)}");

    /// <summary>What a manifest tells beside the trace stands in it however little goes along.</summary>
    public static OpenTracesException ManifestHolds(string what) => new(OpenTracesErrorCode.EgressRefused,
        $"{WorkspaceFile.Manifest} would hold something that may not leave ({what}). {Less}");

    /// <summary>Texts of strangers without what a terminal would obey.</summary>
    public static string Plain(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));

    private static string Less => LessThan(TeleportGit.SelfContained);

    private static string LessThan(TeleportGit git) => git == TeleportGit.Thin
        ? $"Carry nothing of the repository (--no-git, {nameof(TeleportGit)}.{nameof(TeleportGit.None)})."
        : $"Carry only what the commits brought in (--thin, {nameof(TeleportGit)}.{nameof(TeleportGit.Thin)}) or nothing of the repository (--no-git, {nameof(TeleportGit)}.{nameof(TeleportGit.None)}).";
}
