using System.Globalization;
using OpenTraces.Capture.Harnesses.Pi.Lines;

namespace OpenTraces.Capture.Harnesses.Pi;

/// <summary>How calls and sessions ended, in the words of the record.</summary>
internal static class PiOutcomes
{
    private const string ExitText = "Command exited with code ";

    /// <summary>The error of a tool result; null when the call succeeded.</summary>
    public static string? OfResult(PiMessage result)
    {
        if (result.Details?.ExitCode is { } code and not 0)
            return ExitCode(code);
        if (!result.IsError)
            return null;
        var text = (result.Text ?? "").AsSpan().TrimEnd();
        var line = text[(text.LastIndexOf('\n') + 1)..];
        if (line is "Command aborted" or "Operation aborted")
            return "interrupted";
        return line.StartsWith(ExitText) && long.TryParse(line[ExitText.Length..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var stated)
            ? ExitCode(stated)
            : "tool_error";
    }

    /// <summary>The error of a command the person ran; null when it succeeded.</summary>
    public static string? OfUserCommand(PiMessage message) => message switch
    {
        { IsCancelled: true } => "interrupted",
        { ExitCode: { } code and not 0 } => string.Create(CultureInfo.InvariantCulture, $"exit {code}"),
        _ => null,
    };

    /// <summary>See <see cref="Schema.Outcome.TerminalState"/>: only what a stop reason does say.</summary>
    public static string? OfStopReason(string? stopReason) => stopReason switch
    {
        "aborted" => "interrupted",
        "error" => "error",
        _ => null,
    };

    private static string ExitCode(long code) => string.Create(CultureInfo.InvariantCulture, $"exit_code:{code}");
}
