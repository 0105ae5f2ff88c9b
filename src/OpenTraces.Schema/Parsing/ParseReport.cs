namespace OpenTraces.Schema;

/// <summary>What a parser did with every entry of a session.</summary>
public sealed record ParseReport
{
    /// <summary>The longest list of malformed lines kept; further ones are only counted.</summary>
    public const int MaxMalformedListed = 1000;

    /// <summary>The parser, for example <c>codex-cli</c>.</summary>
    public required string Parser { get; init; }

    /// <summary>Changes whenever the same bytes give another record.</summary>
    public required int ParserVersion { get; init; }

    /// <summary>Where the entries went.</summary>
    public required LineCounts Lines { get; init; }

    /// <summary>How many entries were ignored, by reason.</summary>
    public IReadOnlyDictionary<string, int> IgnoredReasons { get; init; } = new Dictionary<string, int>();

    /// <summary>The first <see cref="MaxMalformedListed"/> malformed entries.</summary>
    public IReadOnlyList<MalformedLine> MalformedLines { get; init; } = [];

    /// <summary>Ids of calls that were never answered.</summary>
    public IReadOnlyList<string> CallsWithoutResult { get; init; } = [];

    /// <summary>Ids of results whose call is not in the file.</summary>
    public IReadOnlyList<string> ResultsWithoutCall { get; init; } = [];

    /// <summary>Types the parser met and does not know, with their counts.</summary>
    public IReadOnlyDictionary<string, int> UnknownTypes { get; init; } = new Dictionary<string, int>();
}
