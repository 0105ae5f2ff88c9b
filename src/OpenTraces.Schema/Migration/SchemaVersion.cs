using System.Globalization;

namespace OpenTraces.Schema;

/// <summary>The parts of a schema version that say how a record is read; what follows the minor number changes no member.</summary>
internal readonly record struct SchemaVersion(int Major, int Minor) : IComparable<SchemaVersion>
{
    /// <summary>The last version a record is brought up to and written as.</summary>
    public static SchemaVersion Written { get; } = new(0, 7);

    /// <summary>The last version known not to change what a 0.7 record holds: it only adds members, which are kept as they are.</summary>
    public static SchemaVersion LastKnown { get; } = new(0, 9);

    /// <summary>Reads <c>0.7</c>, <c>0.7.1</c> and <c>0.3.0.dev1</c>; null for anything else.</summary>
    public static SchemaVersion? Parse(string? text)
    {
        var parts = text?.Split('.') ?? [];
        return parts.Length >= 2 && TryNumber(parts[0], out var major) && TryNumber(parts[1], out var minor)
            ? new SchemaVersion(major, minor)
            : null;
    }

    public int CompareTo(SchemaVersion other) => (Major, Minor).CompareTo((other.Major, other.Minor));

    public static bool operator <=(SchemaVersion left, SchemaVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(SchemaVersion left, SchemaVersion right) => left.CompareTo(right) >= 0;

    public static bool operator <(SchemaVersion left, SchemaVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(SchemaVersion left, SchemaVersion right) => left.CompareTo(right) > 0;

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
