using System.CommandLine;
using OpenTraces.Trail.Interop;

namespace OpenTraces.Cli.Commands.Trails;

/// <summary>What the commands about notes share.</summary>
internal static class NoteArguments
{
    private const string GitAi = "git-ai";
    private const string AgentTrace = "agent-trace";

    public static Option<string?> Format(string description)
    {
        var format = new Option<string?>("--format") { Description = description, HelpName = GitAi + "|" + AgentTrace };
        format.AcceptOnlyFromAmong(GitAi, AgentTrace);
        return format;
    }

    /// <summary>Null when none is given.</summary>
    public static AuthorshipFormat? Parse(string? name) => name switch
    {
        null => null,
        AgentTrace => AuthorshipFormat.AgentTrace,
        _ => AuthorshipFormat.GitAiNote,
    };

    public static string NameOf(AuthorshipFormat format) => format == AuthorshipFormat.AgentTrace ? AgentTrace : GitAi;
}
