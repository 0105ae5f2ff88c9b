using OpenTraces.Schema;

namespace OpenTraces.Trail.Blame;

/// <summary>The beginning of an id of 64 hexadecimal digits, which stands for the one thing that has it.</summary>
internal sealed class IdPrefix
{
    private const int Shortest = 8;
    private const int Named = 5;

    private readonly string _text;
    private readonly string _kind;

    private IdPrefix(string text, string kind)
    {
        _text = text;
        _kind = kind;
    }

    /// <param name="text">What a person gave; null for nothing.</param>
    /// <param name="kind">What has such ids, in a word.</param>
    public static IdPrefix? Read(string? text, string kind)
    {
        if (text is null)
            return null;
        var lower = text.ToLowerInvariant();
        return lower.Length is >= Shortest and <= 2 * ContentHash.Size && lower.All(char.IsAsciiHexDigitLower)
            ? new IdPrefix(lower, kind)
            : throw new OpenTracesException(OpenTracesErrorCode.InvalidRequest,
                $"'{text}' is no {kind} id. Give its 64 hexadecimal digits, or the first {Shortest} or more.");
    }

    public bool Begins(string id) => id.StartsWith(_text, StringComparison.Ordinal);

    /// <summary>The one of some things that has such an id.</summary>
    public IEnumerable<T> Single<T>(IEnumerable<T> things, Func<T, string?> id)
    {
        var found = things.Select(t => (Thing: t, Id: id(t))).Where(t => t.Id is not null && Begins(t.Id)).OrderBy(t => t.Id, StringComparer.Ordinal).ToArray();
        if (found.Length == 1)
            return [found[0].Thing];
        if (found.Length == 0)
        {
            throw new OpenTracesException(OpenTracesErrorCode.NotFound,
                $"No {_kind} has an id that is or begins {_text}. 'opentraces trail track --all --json' lists the ids there are.");
        }

        var more = found.Length > Named ? $" and {found.Length - Named} more" : "";
        throw new OpenTracesException(OpenTracesErrorCode.InvalidRequest,
            $"{_text} begins {found.Length} {_kind} ids: {string.Join(", ", found.Take(Named).Select(f => f.Id))}{more}. Give more digits.");
    }
}
