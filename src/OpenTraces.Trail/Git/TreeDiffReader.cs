using System.Buffers.Text;
using System.Globalization;
using System.Text;
using OpenTraces.Trail.Text;

namespace OpenTraces.Trail.Git;

/// <summary>
/// Reads what <c>diff-tree --stdin --raw -p -z -U0</c> prints. Names come from the raw part, which quotes nothing; in the
/// text part the counts of each hunk decide what a line is, so no content can pass for a header.
/// </summary>
/// <param name="reader">What git prints.</param>
/// <param name="wish">What is kept of each file.</param>
/// <param name="isAllText">Git was told to take everything for text, so that what is none must be told from it here.</param>
internal sealed class TreeDiffReader(ByteLineReader reader, DiffWish wish, bool isAllText)
{
    private ReadOnlyMemory<byte>? _line;

    /// <summary>Reads the difference of one pair. Pairs must be asked for in the order git was given them.</summary>
    public async ValueTask<TreeDiff> ReadAsync(TreePair pair, CancellationToken cancellationToken)
    {
        var header = _line ?? await reader.ReadAsync((byte)'\n', cancellationToken).ConfigureAwait(false);
        _line = null;
        if (header is not { } bytes || Encoding.ASCII.GetString(bytes.Span) != $"{pair.Old} {pair.New}")
            throw GitFailure.Unreadable("the trees it compared are not the ones it was given");
        var changes = await ReadRawAsync(cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < changes.Count; i++)
            changes[i] = await ReadTextAsync(changes[i], changes, cancellationToken).ConfigureAwait(false);
        if (changes.Count > 0 && _line is null)
            _line = await reader.ReadAsync((byte)'\n', cancellationToken).ConfigureAwait(false);
        return new TreeDiff(pair, changes);
    }

    /// <summary>Reads the empty line that follows the last pair.</summary>
    public async ValueTask<bool> ReadEndAsync(CancellationToken cancellationToken) =>
        await NextAsync(cancellationToken).ConfigureAwait(false) is { Length: 0 } ? true : throw GitFailure.Unreadable("it goes on after the last trees");

    private async ValueTask<List<FileChange>> ReadRawAsync(CancellationToken cancellationToken)
    {
        var changes = new List<FileChange>();
        while (await reader.PeekAsync(cancellationToken).ConfigureAwait(false) == ':')
        {
            var fields = (await ReadFieldAsync(cancellationToken).ConfigureAwait(false)).Split(' ');
            if (fields.Length != 5 || fields[4].Length == 0)
                throw GitFailure.Unreadable("a raw line has an unknown form");
            var path = await ReadFieldAsync(cancellationToken).ConfigureAwait(false);
            var status = fields[4][0];
            var moved = status is 'R' or 'C' ? await ReadFieldAsync(cancellationToken).ConfigureAwait(false) : path;
            _ = int.TryParse(fields[4].AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var similarity);
            changes.Add(new FileChange
            {
                Status = status,
                Similarity = similarity,
                OldPath = status == 'A' ? null : path,
                NewPath = status == 'D' ? null : moved,
                OldBlob = fields[2],
                NewBlob = fields[3],
                IsFile = fields[0] is not ":160000" && fields[1] is not "160000",
            });
        }

        if (changes.Count > 0 && (await ReadFieldAsync(cancellationToken).ConfigureAwait(false)).Length > 0)
            throw GitFailure.Unreadable("no text follows the raw lines");
        return changes;
    }

    private async ValueTask<string> ReadFieldAsync(CancellationToken cancellationToken) =>
        await reader.ReadAsync(0, cancellationToken).ConfigureAwait(false) is { } bytes
            ? Encoding.UTF8.GetString(bytes.Span)
            : throw GitFailure.Unreadable("it ended early");

    private async ValueTask<FileChange> ReadTextAsync(FileChange change, IReadOnlyList<FileChange> all, CancellationToken cancellationToken)
    {
        var keep = change.IsFile ? wish(change, all) : DiffText.Count;
        var hunks = new List<DiffHunk>();
        var hashes = new List<HashedLines>();
        var binary = false;
        var added = 0;
        // A change of type is printed as a deletion and a creation.
        var sections = change.Status == 'T' ? 2 : 1;
        for (var section = 0; section < sections; section++)
        {
            await ExpectSectionAsync(cancellationToken).ConfigureAwait(false);
            while (await NextAsync(cancellationToken).ConfigureAwait(false) is { } line)
            {
                if (line.Span.StartsWith("@@ "u8))
                    added += await ReadHunkAsync(line, keep, hunks, hashes, cancellationToken).ConfigureAwait(false);
                else if (line.Span.StartsWith("Binary files "u8))
                    binary = true;
                else if (IsHeader(line.Span))
                    continue;
                else
                {
                    _line = line;
                    break;
                }
            }
        }

        if (isAllText && hunks.Exists(h => h.Removed.Concat(h.Added).Any(l => l.Contains('\0', StringComparison.Ordinal))))
            return change with { IsBinary = true };
        return added == 0 && hunks.Count == 0 && !binary ? change
            : change with { Hunks = hunks, AddedHashes = hashes, IsBinary = binary, Asked = binary ? keep : default, AddedCount = change.IsFile ? added : 0 };
    }

    private async ValueTask<ReadOnlyMemory<byte>?> NextAsync(CancellationToken cancellationToken)
    {
        if (_line is { } held)
        {
            _line = null;
            return held;
        }

        return await reader.ReadAsync((byte)'\n', cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask ExpectSectionAsync(CancellationToken cancellationToken)
    {
        if (await NextAsync(cancellationToken).ConfigureAwait(false) is not { } line || !line.Span.StartsWith("diff --git "u8))
            throw GitFailure.Unreadable("a file named in the raw lines has no text");
    }

    private static bool IsHeader(ReadOnlySpan<byte> line) =>
        line.StartsWith("index "u8) || line.StartsWith("--- "u8) || line.StartsWith("+++ "u8) || line.StartsWith("new file mode "u8)
        || line.StartsWith("deleted file mode "u8) || line.StartsWith("old mode "u8) || line.StartsWith("new mode "u8)
        || line.StartsWith("similarity index "u8) || line.StartsWith("dissimilarity index "u8) || line.StartsWith("rename "u8)
        || line.StartsWith("copy "u8);

    private async ValueTask<int> ReadHunkAsync(
        ReadOnlyMemory<byte> header, DiffText keep, List<DiffHunk> hunks, List<HashedLines> hashes, CancellationToken cancellationToken)
    {
        if (!TryParseRange(header.Span, (byte)'-', out var oldStart, out var oldCount)
            || !TryParseRange(header.Span, (byte)'+', out var newStart, out var newCount))
            throw GitFailure.Unreadable("a hunk has an unknown header");
        var removed = await ReadLinesAsync((byte)'-', oldCount, keep == DiffText.Full, Text, cancellationToken).ConfigureAwait(false);
        if (keep == DiffText.Hashes)
        {
            var hashed = await ReadLinesAsync((byte)'+', newCount, true, LineText.Hash, cancellationToken).ConfigureAwait(false);
            if (hashed.Length > 0)
                hashes.Add(new HashedLines(newStart, hashed));
            return newCount;
        }

        var added = await ReadLinesAsync((byte)'+', newCount, keep == DiffText.Full, Text, cancellationToken).ConfigureAwait(false);
        if (keep == DiffText.Full)
            hunks.Add(new DiffHunk(oldCount == 0 ? oldStart + 1 : oldStart, newCount == 0 ? newStart + 1 : newStart, removed, added));
        return newCount;

        static string Text(ReadOnlySpan<byte> line) => Encoding.UTF8.GetString(line);
    }

    private async ValueTask<T[]> ReadLinesAsync<T>(
        byte prefix, int count, bool keep, Func<ReadOnlySpan<byte>, T> read, CancellationToken cancellationToken)
    {
        var lines = keep ? new T[count] : [];
        for (var i = 0; i < count; i++)
        {
            if (await reader.PeekAsync(cancellationToken).ConfigureAwait(false) != prefix)
                throw GitFailure.Unreadable("a hunk is shorter than its header says");
            if (!keep)
                await reader.SkipAsync((byte)'\n', cancellationToken).ConfigureAwait(false);
            else if (await reader.ReadAsync((byte)'\n', cancellationToken).ConfigureAwait(false) is { } line)
                lines[i] = read(line.Span[1..]);
        }

        if (count > 0 && await reader.PeekAsync(cancellationToken).ConfigureAwait(false) == '\\')
            await reader.SkipAsync((byte)'\n', cancellationToken).ConfigureAwait(false);
        return lines;
    }

    private static bool TryParseRange(ReadOnlySpan<byte> header, byte sign, out int start, out int count)
    {
        count = 1;
        var at = header.IndexOf([(byte)' ', sign]);
        start = 0;
        if (at < 0 || !Utf8Parser.TryParse(header[(at + 2)..], out start, out int used))
            return false;
        var rest = header[(at + 2 + used)..];
        return rest is not [(byte)',', ..] || Utf8Parser.TryParse(rest[1..], out count, out int _);
    }
}
