using System.Globalization;
using OpenTraces.Schema;
using OpenTraces.Trail.Interop;

namespace OpenTraces.Cli.Commands.Trails;

/// <summary>What of the answer about a commit is not in a document, or is otherwise in it, in sentences.</summary>
internal static class NoteLosses
{
    public static IEnumerable<string> Describe(AuthorshipDocument document)
    {
        var loss = document.Loss;
        yield return string.Create(CultureInfo.InvariantCulture, $"{loss.Format} {loss.FormatVersion}, {document.Redactions} redactions{(loss.Entries.Count > 0 ? ". Of what is known:" : ".")}");
        foreach (var entry in loss.Entries)
            yield return $"  {NameOf(entry.Path)}{Times(entry.Count)} {Verb(entry.Kind)}: {char.ToLowerInvariant(entry.Reason[0])}{entry.Reason[1..]}";
    }

    private static string Times(int count) => count > 1 ? string.Create(CultureInfo.InvariantCulture, $" ({count} times)") : "";

    private static string Verb(LossKind kind) => kind switch
    {
        LossKind.Dropped => "is left out",
        LossKind.Carried => "has another place",
        LossKind.Renamed => "has another name",
        LossKind.Truncated => "is cut",
        _ => "is not exact",
    };

    /// <summary>Paths are of the answer that the commit has as JSON.</summary>
    private static string NameOf(string path) => path switch
    {
        "subject" => "The first line of the commit's message",
        "added_lines" => "How many lines the commit adds",
        "attributed_lines" => "How many of them come from a session",
        "traces[].trace_id" => "The id of a trace",
        "traces[].session_id" => "The id of a session",
        "traces[].agent" => "The agent of a session",
        "traces[].model" => "The model of a session",
        "traces[].tier" => "How well a session was matched",
        "traces[].patches[]" => "A change",
        "traces[].patches[].lines" => "A line of a change",
        "traces[].patches[].path" => "The path of a file",
        "traces[].patches[].patch" => "The text of a change",
        "traces[].patches[].tier" => "How well a change was matched",
        "traces[].patches[].firm" => "Whether a claim is firm",
        "traces[].patches[].limitations" => "What limits a claim",
        _ => path.Replace("[]", "", StringComparison.Ordinal).Replace('_', ' '),
    };
}
