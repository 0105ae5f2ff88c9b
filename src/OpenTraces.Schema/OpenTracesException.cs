namespace OpenTraces.Schema;

/// <summary>
/// The one exception of all OpenTraces packages. The message names the file or id, what was expected and what to do
/// next; it never holds trace content, so it may be logged. Argument errors stay <see cref="ArgumentException"/>.
/// </summary>
public sealed class OpenTracesException : Exception
{
    /// <summary>Creates an exception of kind <see cref="OpenTracesErrorCode.Unexpected"/>.</summary>
    public OpenTracesException()
        : this(OpenTracesErrorCode.Unexpected, "OpenTraces failed unexpectedly.")
    {
    }

    /// <inheritdoc cref="OpenTracesException()"/>
    public OpenTracesException(string message)
        : this(OpenTracesErrorCode.Unexpected, message)
    {
    }

    /// <inheritdoc cref="OpenTracesException()"/>
    public OpenTracesException(string message, Exception innerException)
        : this(OpenTracesErrorCode.Unexpected, message, innerException)
    {
    }

    /// <summary>Creates an exception of the given kind; <see cref="IsTransient"/> follows from the kind.</summary>
    public OpenTracesException(OpenTracesErrorCode code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    /// <summary>The kind of failure.</summary>
    public OpenTracesErrorCode Code { get; }

    /// <summary>The place in a document that could not be read; null when the failure has none.</summary>
    internal string? JsonPath { get; init; }

    /// <summary>True when the same call may succeed later without anybody changing anything.</summary>
    public bool IsTransient => Code is OpenTracesErrorCode.RemoteUnavailable or OpenTracesErrorCode.StoreBusy
        or OpenTracesErrorCode.SourceChanged;
}
