using Spectre.Console;

namespace OpenTraces.Cli.Commands.Traces;

/// <summary>The limitations of an exported folder, in words: what is not in it, and what to know of what is.</summary>
internal static class TeleportLimits
{
    public static void Show(IAnsiConsole screen, IReadOnlyList<string> limitations)
    {
        var missing = limitations.Select(Missing).OfType<string>().ToArray();
        if (missing.Length > 0)
            screen.MarkupLineInterpolated($"[grey]Not in it: {string.Join(", ", missing)}.[/]");
        var known = limitations.Where(l => Missing(l) is null).Select(Known).ToArray();
        if (known.Length > 0)
            screen.MarkupLineInterpolated($"[grey]To know: {string.Join("; ", known)}.[/]");
    }

    private static string? Missing(string limitation) => limitation switch
    {
        "raw_session_not_carried" => "the session as its agent wrote it",
        "media_not_carried" => "images and documents",
        "environment_not_captured" => "the environment it ran in",
        "git_not_carried" => "anything of the repository",
        "git_history_not_carried" => "the history before the commits",
        "git_needs_prerequisites" => "what the commits build on",
        "no_accepting_commits" => "commits, because none took its changes",
        _ => null,
    };

    /// <summary>A name that a later version gave is shown as it is.</summary>
    private static string Known(string limitation) => limitation switch
    {
        "commit_identities_carried" => "names and addresses of the commits' authors are in it",
        "texts_redacted" => "texts were redacted, and ids are those of the texts before",
        "long_texts_cut" => "of texts over 64 KiB only the beginning is in it",
        _ => limitation,
    };
}
