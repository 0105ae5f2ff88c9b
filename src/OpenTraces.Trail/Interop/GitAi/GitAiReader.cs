using System.Globalization;

namespace OpenTraces.Trail.Interop.GitAi;

/// <summary>Reads the text of a note. A line that is malformed costs that line.</summary>
internal sealed class GitAiReader
{
    private readonly WarningList _warnings = new();
    private readonly List<(string Path, List<AuthoredLines> Lines)> _files = [];
    private readonly Dictionary<string, List<AuthoredLines>> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LineAuthor> _strangers = new(StringComparer.Ordinal);
    private readonly GitAiMetadata _metadata;
    private List<AuthoredLines>? _open;

    private GitAiReader(string json) => _metadata = GitAiMetadata.Read(json, _warnings);

    public static CommitAuthorship Read(string text)
    {
        var lines = text.TrimStart('\uFEFF').Split('\n');
        for (var i = 0; i < lines.Length; i++)
            lines[i] = lines[i].EndsWith('\r') ? lines[i][..^1] : lines[i];
        var divider = Array.IndexOf(lines, GitAiNote.Divider);
        if (divider < 0)
            throw GitAiMetadata.NoNote(text);
        var reader = new GitAiReader(string.Join('\n', lines[(divider + 1)..]));
        for (var i = 0; i < divider; i++)
            reader.ReadLine(lines[i].TrimEnd(), i + 1);
        return reader.ToAuthorship();
    }

    private CommitAuthorship ToAuthorship() => new()
    {
        Format = AuthorshipFormat.GitAiNote,
        FormatVersion = _metadata.Version,
        Commit = _metadata.Commit,
        Authors = [.. _metadata.Authors],
        Files = [.. _files.Where(f => f.Lines.Count > 0).Select(f => new FileAuthorship { Path = f.Path, Lines = f.Lines })],
        Other = _metadata.Other,
        Warnings = _warnings.ToList(),
    };

    private void ReadLine(string line, int number)
    {
        if (line.Length == 0)
            return;
        if (line.StartsWith("  ", StringComparison.Ordinal))
            ReadEntry(line.AsSpan(2), number);
        else if (char.IsWhiteSpace(line[0]))
            _warnings.Add(number, "The line begins with white space but is no entry of a file; it was left out.");
        else
            OpenFile(line is ['"', _, .., '"'] ? line[1..^1] : line);
    }

    private void OpenFile(string path)
    {
        if (_places.TryGetValue(path, out _open))
            return;
        _places[path] = _open = [];
        _files.Add((path, _open));
    }

    private void ReadEntry(ReadOnlySpan<char> entry, int number)
    {
        var space = entry.IndexOf(' ');
        if (_open is null)
        {
            _warnings.Add(number, "The entry stands before the first file; it was left out.");
        }
        else if (space <= 0)
        {
            _warnings.Add(number, "The entry has no key or no lines; it was left out.");
        }
        else if (!TryReadRanges(entry[(space + 1)..], out var ranges))
        {
            _warnings.Add(number, "The entry has lines that are no line numbers; it was left out.");
        }
        else
        {
            var key = entry[..space].ToString();
            var author = AuthorOf(key, number);
            _open.AddRange(ranges.Select(r => new AuthoredLines { Start = r.Start, End = r.End, Author = author, Key = key }));
        }
    }

    private LineAuthor AuthorOf(string key, int number)
    {
        if (_metadata.Find(key) is { } known)
            return known;
        var entry = GitAiKeys.EntryOf(key);
        if (_strangers.TryGetValue(entry, out var stranger))
            return stranger;
        _warnings.Add(number, "The entry's key is not in the metadata; its lines have an author of whom nothing is known.");
        // What kind of author a key stands for can be told from the key alone.
        var kind = key.StartsWith(GitAiKeys.HumanPrefix, StringComparison.Ordinal) ? AuthorKind.Human
            : key.StartsWith(GitAiKeys.SessionPrefix, StringComparison.Ordinal) || key.All(char.IsAsciiHexDigit) ? AuthorKind.Agent
            : AuthorKind.Unknown;
        return _strangers[entry] = new LineAuthor { Kind = kind, Key = entry };
    }

    private static bool TryReadRanges(ReadOnlySpan<char> text, out List<(int Start, int End)> ranges)
    {
        ranges = [];
        foreach (var part in text.Split(','))
        {
            var range = text[part];
            if (range.IsEmpty)
                continue;
            var dash = range.IndexOf('-');
            if (!TryReadLine(dash < 0 ? range : range[..dash], out var start) || !TryReadLine(dash < 0 ? range : range[(dash + 1)..], out var end) || end < start)
                return false;
            ranges.Add((start, end));
        }

        return ranges.Count > 0;
    }

    private static bool TryReadLine(ReadOnlySpan<char> text, out int line) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out line) && line > 0;
}
