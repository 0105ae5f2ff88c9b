using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Edits;

/// <summary>
/// Reads the text of <c>apply_patch</c>, wherever in a larger text it stands (a here-document of a shell command, the
/// argument of a script). The envelope does not say where in the file a hunk belongs, so its starts are null.
/// </summary>
internal static class ApplyPatchReader
{
    private const string Begin = "*** Begin Patch";
    private const string End = "*** End Patch";

    public static bool HasPatch(string text) => text.Contains(Begin, StringComparison.Ordinal);

    /// <summary>Whether a command hands its patch to <c>apply_patch</c> rather than print it or search for it.</summary>
    public static bool IsCommand(string text)
    {
        var begin = text.IndexOf(Begin, StringComparison.Ordinal);
        return begin > 0 && text.AsSpan(0, begin).Contains("apply_patch", StringComparison.Ordinal);
    }

    /// <summary>The files of every patch in the text, in order; none when there is no patch.</summary>
    public static IReadOnlyList<FileEdit> Read(string text)
    {
        var edits = new List<FileEdit>();
        FileSection? file = null;
        var inside = false;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = TextLines.WithoutCarriageReturn(text.AsSpan(range));
            if (!inside)
            {
                inside = line.Contains(Begin, StringComparison.Ordinal);
            }
            else if (line.StartsWith(End, StringComparison.Ordinal))
            {
                file?.CloseInto(edits);
                file = null;
                inside = false;
            }
            else if (FileSection.TryOpen(line) is { } next)
            {
                file?.CloseInto(edits);
                file = next;
            }
            else
            {
                file?.Take(line);
            }
        }

        file?.CloseInto(edits);
        return edits;
    }

    private sealed class FileSection
    {
        private readonly List<LineHunk> _hunks = [];
        private readonly PatchKind _kind;
        private readonly string _path;
        private readonly HunkLines _lines;
        private string? _movedTo;

        private FileSection(PatchKind kind, ReadOnlySpan<char> path)
        {
            _kind = kind;
            _path = path.Trim().ToString();
            _lines = kind == PatchKind.Add ? new HunkLines(_hunks, 1, 1) : new HunkLines(_hunks, null, null);
        }

        public static FileSection? TryOpen(ReadOnlySpan<char> line)
        {
            if (After(line, "*** Update File: ", out var path))
                return new FileSection(PatchKind.Modify, path);
            if (After(line, "*** Add File: ", out path))
                return new FileSection(PatchKind.Add, path);
            return After(line, "*** Delete File: ", out path) ? new FileSection(PatchKind.Delete, path) : null;
        }

        public void Take(ReadOnlySpan<char> line)
        {
            if (After(line, "*** Move to: ", out var path))
                _movedTo = path.Trim().ToString();
            else if (line.StartsWith("***", StringComparison.Ordinal) || line.StartsWith("@@", StringComparison.Ordinal))
                _lines.End();
            else if (_kind != PatchKind.Add || line.StartsWith('+'))
                _lines.Signed(line);
        }

        public void CloseInto(List<FileEdit> edits)
        {
            _lines.End();
            edits.Add(new FileEdit
            {
                Path = _movedTo ?? _path,
                OldPath = _movedTo is null ? null : _path,
                Kind = _movedTo is null ? _kind : PatchKind.Move,
                Hunks = _hunks,
                Limitations = _kind == PatchKind.Delete ? ["content_unknown"] : [],
            });
        }

        private static bool After(ReadOnlySpan<char> line, string prefix, out ReadOnlySpan<char> rest)
        {
            var found = line.StartsWith(prefix, StringComparison.Ordinal);
            rest = found ? line[prefix.Length..] : default;
            return found;
        }
    }
}
