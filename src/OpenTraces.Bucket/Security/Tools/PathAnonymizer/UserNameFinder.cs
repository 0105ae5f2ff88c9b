using System.Buffers;

namespace OpenTraces.Bucket.Security;

/// <summary>
/// Finds users that are known by name: after a tilde and inside flattened paths for all of them, as a word of their own
/// only for those the host named, because a name seen in a path may also be a word of the language.
/// </summary>
internal sealed class UserNameFinder
{
    private readonly SearchValues<string>? _search;
    private readonly string[] _byLength;
    private readonly HashSet<string> _asWord;

    public UserNameFinder(IEnumerable<string> users, IEnumerable<string> asWord)
    {
        _byLength = [.. users.OrderByDescending(u => u.Length).ThenBy(u => u, StringComparer.Ordinal)];
        _asWord = new HashSet<string>(asWord, StringComparer.Ordinal);
        _search = _byLength.Length == 0 ? null : SearchValues.Create(_byLength, StringComparison.Ordinal);
    }

    public IEnumerable<(int Start, int Length)> Find(string text)
    {
        if (_search is null)
            yield break;
        for (var position = Next(text, 0); position >= 0; position = Next(text, position + 1))
        {
            var user = Array.Find(_byLength, u => IsAt(text, position, u));
            if (user is null)
                continue;
            yield return (position, user.Length);
        }
    }

    private int Next(string text, int from)
    {
        var offset = text.AsSpan(from).IndexOfAny(_search!);
        return offset < 0 ? -1 : from + offset;
    }

    private bool IsAt(string text, int position, string user)
    {
        if (string.CompareOrdinal(text, position, user, 0, user.Length) != 0)
            return false;
        var end = position + user.Length;
        if (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_'))
            return false;
        var before = text.AsSpan(0, position);
        if (before.EndsWith("~", StringComparison.Ordinal))
            return before.Length == 1 || !char.IsLetterOrDigit(before[^2]);
        if (before.EndsWith("-Users-", StringComparison.Ordinal) || before.EndsWith("-home-", StringComparison.Ordinal))
            return true;
        return _asWord.Contains(user) && TextBoundary.IsStart(text, position) && (position == 0 || text[position - 1] != '_');
    }
}
