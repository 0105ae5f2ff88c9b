using System.Globalization;
using OpenTraces.Schema;

namespace OpenTraces.Trail.GitHub;

/// <summary>What a failure of gh means to the person who asked.</summary>
internal static class GhFailure
{
    private const int NotLoggedIn = 4;
    private const int MaxMessage = 400;

    private static readonly string[] NetworkWords =
    [
        "error connecting to", "check your internet connection", "dial tcp", "no such host", "could not resolve host", "connection refused",
        "connection reset", "network is unreachable", "tls handshake", "i/o timeout", "context deadline exceeded", "http 502", "http 503", "http 504",
    ];

    private static readonly string[] LoginWords = ["gh auth login", "not logged in", "http 401", "bad credentials"];

    private static readonly string[] RemoteWords = ["no git remotes found", "none of the git remotes", "not a git repository"];

    private static readonly string[] NoneWords = ["no pull requests found", "no open pull requests found", "could not resolve to a pullrequest"];

    public static OpenTracesException NoProgram(string program, Exception? cause = null) => new(OpenTracesErrorCode.Precondition,
        $"The program '{program}' could not be started. Install the GitHub CLI (https://cli.github.com) and run 'gh auth login', or name its path.", cause);

    public static OpenTracesException Timeout(string command, TimeSpan timeout) => new(OpenTracesErrorCode.RemoteUnavailable,
        string.Create(CultureInfo.InvariantCulture,
            $"gh {command} did not finish within {timeout.TotalSeconds:0.###} seconds and was stopped. Look at the pull request before trying again."));

    public static OpenTracesException Unreadable(string command) => new(OpenTracesErrorCode.RemoteRejected,
        $"The answer of gh {command} could not be read. Look at the pull request, and update gh.");

    /// <summary>True when it says that there is no pull request, which is an answer.</summary>
    public static bool IsNone(GhOutput output) => Says(output, NoneWords);

    public static OpenTracesException Of(string command, GhOutput output)
    {
        var message = string.Join(' ', output.Error.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (message.Length > MaxMessage)
            message = message[..MaxMessage] + "…";
        if (output.ExitCode == NotLoggedIn || Says(output, LoginWords))
            return new OpenTracesException(OpenTracesErrorCode.Precondition, $"gh is not logged in. Run 'gh auth login', then try again. ({message})");
        if (Says(output, RemoteWords))
            return new OpenTracesException(OpenTracesErrorCode.Precondition, $"This repository has no remote on GitHub that gh knows. Add one and push the branch. ({message})");
        var code = Says(output, NetworkWords) ? OpenTracesErrorCode.RemoteUnavailable : OpenTracesErrorCode.RemoteRejected;
        return new OpenTracesException(code, string.Create(CultureInfo.InvariantCulture, $"gh {command} exited with {output.ExitCode}: {message}"));
    }

    private static bool Says(GhOutput output, string[] words) =>
        output.ExitCode != 0 && Array.Exists(words, w => output.Error.Contains(w, StringComparison.OrdinalIgnoreCase));
}
