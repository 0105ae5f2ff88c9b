using System.Globalization;
using System.Text.Json;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Hermes;

/// <summary>The members of a session besides its messages, and what they say. Members of later objects win.</summary>
internal sealed class HermesRow
{
    private readonly List<(string Name, RawJson Value)> _members = [];
    private readonly Dictionary<string, RawJson> _byName = new(StringComparer.Ordinal);

    /// <summary>Everything in file order, for the metadata.</summary>
    public IReadOnlyList<(string Name, RawJson Value)> Members => _members;

    public void Add(IReadOnlyList<(string Name, RawJson Value)> members)
    {
        foreach (var (name, value) in members)
        {
            if (!_byName.TryAdd(name, value))
                _members.RemoveAll(m => m.Name == name);
            _byName[name] = value;
            _members.Add((name, value));
        }
    }

    /// <summary>The first of the names that is a text with something in it, here or in the member <c>metadata</c>.</summary>
    public string? Text(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Find(name) is { Kind: JsonValueKind.String } value && value.AsString() is { Length: > 0 } text)
                return text;
        }

        return null;
    }

    /// <summary>The first of the names that is a whole number of at least 0, here or in the member <c>metadata</c>.</summary>
    public long? Count(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Find(name) is { } value && Whole(value) is { } number)
                return number;
        }

        return null;
    }

    public decimal? Amount(string name) => Find(name) is { Kind: JsonValueKind.Number } value
        && decimal.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) && amount is > 0 and < 1_000_000_000m
        ? amount
        : null;

    public bool? Flag(string name) => _byName.GetValueOrDefault(name).Kind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    public RawJson? Member(string name) => _byName.TryGetValue(name, out var value) ? value : null;

    /// <summary>What the calls took together, where the session states it; null when it does not.</summary>
    public TokenUsage? Usage()
    {
        var usage = new HermesRow();
        usage.Add(_members);
        if (Member("usage") is { Kind: JsonValueKind.Object } stated)
            usage._byName["metadata"] = stated;
        var total = new TokenUsage
        {
            InputTokens = usage.Count("input_tokens", "prompt_tokens") ?? 0,
            OutputTokens = usage.Count("output_tokens", "completion_tokens") ?? 0,
            CacheReadTokens = usage.Count("cache_read_tokens", "cache_read_input_tokens") ?? 0,
            CacheWriteTokens = usage.Count("cache_write_tokens", "cache_creation_input_tokens") ?? 0,
        };
        return total == new TokenUsage() ? null : total;
    }

    /// <summary>Calls and failures of <c>tool_stats</c>, summed; null when the row has none.</summary>
    public (long Calls, long Failures)? ToolStats()
    {
        if (Member("tool_stats") is not { Kind: JsonValueKind.Object } stats)
            return null;
        var (calls, failures) = (0L, 0L);
        foreach (var property in stats.ToElement().EnumerateObject())
        {
            var tool = RawJson.Parse(property.Value.GetRawText());
            calls += tool.TryGetMember("count"u8, out var count) ? Whole(count) ?? 0 : 0;
            failures += tool.TryGetMember("failure"u8, out var failure) ? Whole(failure) ?? 0 : 0;
        }

        return (calls, failures);
    }

    private RawJson? Find(string name)
    {
        if (_byName.TryGetValue(name, out var value))
            return value;
        return _byName.TryGetValue("metadata", out var metadata)
            && metadata.TryGetMember(System.Text.Encoding.UTF8.GetBytes(name), out value) ? value : null;
    }

    private static long? Whole(RawJson value) => value.Kind == JsonValueKind.Number
        && long.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= int.MaxValue * 1_000_000L
        ? number
        : null;
}
