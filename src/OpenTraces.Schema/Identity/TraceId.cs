namespace OpenTraces.Schema;

/// <summary>The id of a trace: a UUID in its lower-case form with hyphens. It says nothing about what the trace holds.</summary>
public readonly record struct TraceId : IComparable<TraceId>
{
    private readonly Guid _value;

    /// <summary>Wraps a UUID.</summary>
    public TraceId(Guid value) => _value = value;

    /// <summary>The id as a <see cref="Guid"/>.</summary>
    public Guid ToGuid() => _value;

    /// <summary>Reads the 36-character form.</summary>
    /// <exception cref="FormatException">The text is not a UUID with hyphens.</exception>
    public static TraceId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("A trace id is a UUID with hyphens.");

    /// <inheritdoc cref="Parse(string)"/>
    public static bool TryParse(ReadOnlySpan<char> text, out TraceId id)
    {
        var ok = Guid.TryParseExact(text, "D", out var value);
        id = new TraceId(value);
        return ok;
    }

    /// <summary>Orders by the text form.</summary>
    public int CompareTo(TraceId other) => string.CompareOrdinal(ToString(), other.ToString());

    /// <summary>36 characters, lower case.</summary>
    public override string ToString() => _value.ToString("D");

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator <(TraceId left, TraceId right) => left.CompareTo(right) < 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator >(TraceId left, TraceId right) => left.CompareTo(right) > 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator <=(TraceId left, TraceId right) => left.CompareTo(right) <= 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator >=(TraceId left, TraceId right) => left.CompareTo(right) >= 0;
}
