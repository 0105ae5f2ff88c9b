using System.Globalization;
using System.Text.Json;
using OpenTraces.Cli.Output;
using OpenTraces.Schema;
using OpenTraces.Trail.Interop;
using Spectre.Console;

namespace OpenTraces.Cli.Commands.Trails;

internal static class NoteRendering
{
    private const string Schema = "opentraces.trail.note.v1";
    private const int MaxText = 200;

    public static void WriteDocument(Utf8JsonWriter w, AuthorshipDocument document, AuthorshipFormat format)
    {
        w.WriteStartObject();
        w.WriteString("status", "ok");
        w.WriteString("schema_version", Schema);
        w.WriteString("format", NoteArguments.NameOf(format));
        w.WriteString("format_version", document.Loss.FormatVersion);
        w.WriteNumber("redactions", document.Redactions);
        w.WriteStartArray("loss");
        foreach (var entry in document.Loss.Entries)
        {
            w.WriteStartObject();
            w.WriteString("path", entry.Path);
            w.WriteString("kind", NameOf(entry.Kind));
            w.WriteString("reason", entry.Reason);
            w.WriteNumber("count", entry.Count);
            w.WriteEndObject();
        }

        w.WriteEndArray();
        w.WriteString("document", document.Text);
        w.WriteEndObject();
    }

    public static void WriteNote(Utf8JsonWriter w, CommitAuthorship note)
    {
        w.WriteStartObject();
        w.WriteString("status", "ok");
        w.WriteString("schema_version", Schema);
        w.WriteString("format", NoteArguments.NameOf(note.Format));
        w.WriteString("format_version", note.FormatVersion);
        w.WriteString("commit", note.Commit);
        w.WriteStartArray("files");
        foreach (var file in note.Files)
        {
            w.WriteStartObject();
            w.WriteString("path", file.Path);
            w.WriteStartArray("lines");
            foreach (var lines in file.Lines)
                Write(w, lines);
            w.WriteEndArray();
            w.WriteEndObject();
        }

        w.WriteEndArray();
        w.WriteStartArray("warnings");
        foreach (var warning in note.Warnings)
        {
            w.WriteStartObject();
            if (warning.Line is { } line)
                w.WriteNumber("line", line);
            w.WriteString("message", warning.Message);
            w.WriteEndObject();
        }

        w.WriteEndArray();
        w.WriteEndObject();
    }

    public static void Show(IAnsiConsole screen, CommitAuthorship note)
    {
        screen.MarkupLineInterpolated($"[yellow]{Preview.Of(note.Commit ?? "no commit", MaxText)}[/] [grey]{NoteArguments.NameOf(note.Format)} {note.FormatVersion}[/]");
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("file", "lines", "who", "model", "session");
        foreach (var file in note.Files)
        {
            foreach (var one in file.Lines.GroupBy(l => l.Author))
            {
                var lines = string.Join(", ", one.Select(l => l.Start == l.End
                    ? string.Create(CultureInfo.InvariantCulture, $"{l.Start}") : string.Create(CultureInfo.InvariantCulture, $"{l.Start}-{l.End}")));
                table.AddRow(Cell(file.Path), Cell(lines), Cell(Who(one.Key)), Cell(one.Key.Model), Cell(one.Key.SessionId));
            }
        }

        screen.Write(table);
        foreach (var warning in note.Warnings)
            screen.MarkupLineInterpolated($"[grey]{(warning.Line is { } line ? $"line {line}: " : "")}{warning.Message}[/]");
    }

    private static void Write(Utf8JsonWriter w, AuthoredLines lines)
    {
        w.WriteStartObject();
        w.WriteNumber("start", lines.Start);
        w.WriteNumber("end", lines.End);
        w.WriteString("key", lines.Key);
        w.WriteString("kind", NameOf(lines.Author.Kind));
        w.WriteString("agent", lines.Author.Tool);
        w.WriteString("session_id", lines.Author.SessionId);
        w.WriteString("model", lines.Author.Model);
        w.WriteString("human", lines.Author.Human);
        w.WriteEndObject();
    }

    private static string Who(LineAuthor author) => author.Tool is null ? author.Human ?? NameOf(author.Kind)
        : author.Human is null ? author.Tool : $"{author.Tool}, asked by {author.Human}";

    private static string Cell(string? text) => Markup.Escape(Preview.Of(text, MaxText));

    private static string NameOf(AuthorKind kind) => kind switch
    {
        AuthorKind.Agent => "agent",
        AuthorKind.Human => "human",
        AuthorKind.Mixed => "mixed",
        _ => "unknown",
    };

    private static string NameOf(LossKind kind) => kind switch
    {
        LossKind.Dropped => "dropped",
        LossKind.Carried => "carried",
        LossKind.Renamed => "renamed",
        LossKind.Truncated => "truncated",
        _ => "approximated",
    };
}
