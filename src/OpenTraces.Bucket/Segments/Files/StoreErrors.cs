using OpenTraces.Schema;

namespace OpenTraces.Bucket.Segments.Files;

/// <summary>Tells the failures of a file system that a person can do something about from the others.</summary>
internal static class StoreErrors
{
    /// <summary>Whether opening failed because another handle excludes this one (EAGAIN, or a sharing violation).</summary>
    public static bool IsHeldByAnother(IOException error) =>
        OperatingSystem.IsWindows()
            ? (uint)error.HResult is 0x80070020 or 0x80070021
            : error.HResult == (OperatingSystem.IsLinux() ? 11 : 35);

    /// <summary>Runs work on a folder; failures a person can do something about come out saying what.</summary>
    public static T Guard<T>(string folder, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (IsKnown(e))
        {
            throw Translate(e, folder);
        }
    }

    /// <summary>Whether <see cref="Translate"/> has a better word for it.</summary>
    public static bool IsKnown(Exception error) => error is UnauthorizedAccessException
        || (error is IOException io && (IsDiskFull(io) || IsTooLong(io) || IsReadOnly(io)));

    /// <summary>The failure of a write that would make a file longer than its file system or this process may (EFBIG).</summary>
    public static IOException TooLong(Exception inner) => new(inner.Message, inner) { HResult = FileTooLong };

    /// <summary>The same failure with what to do about it.</summary>
    public static OpenTracesException Translate(Exception error, string path)
    {
        var message = error switch
        {
            IOException io when IsDiskFull(io) =>
                $"There is no space left on the disk that holds '{path}': free some and try again; what was acknowledged is kept.",
            IOException io when IsTooLong(io) =>
                $"A file of '{path}' may not become longer: raise the limit of this process ('ulimit -f'), or move the bucket to a file system that takes longer files; what was acknowledged is kept.",
            IOException => $"'{path}' lies on read-only media: open the bucket read-only, or move it.",
            _ => $"No permission to use '{path}': give its owner the rights to read and write it.",
        };
        return new OpenTracesException(OpenTracesErrorCode.Precondition, message, error);
    }

    /// <summary>What a store says that writes nothing more because a flush failed before: the cause, or the caller sees only its effect.</summary>
    public static OpenTracesException After(Exception failure, string path) => new(
        OpenTracesErrorCode.Precondition,
        $"An earlier flush of '{path}' failed, so nothing more is written until the bucket is opened again. "
        + (IsKnown(failure) ? Translate(failure, path).Message : $"See to the disk: {failure.Message}"),
        failure);

    private static bool IsDiskFull(IOException error) => OperatingSystem.IsWindows()
        ? (uint)error.HResult is 0x80070070 or 0x80070027
        : error.HResult == 28 || error.HResult == (OperatingSystem.IsLinux() ? 122 : 69);

    private static int FileTooLong => OperatingSystem.IsWindows() ? unchecked((int)0x800700DF) : 27;

    private static bool IsTooLong(IOException error) => error.HResult == FileTooLong;

    private static bool IsReadOnly(IOException error) => OperatingSystem.IsWindows()
        ? (uint)error.HResult == 0x80070013
        : error.HResult == 30;
}
