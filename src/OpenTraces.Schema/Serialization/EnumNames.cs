using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>A closed vocabulary: the values of an enumeration and what they are called in JSON. Another name is an error.</summary>
internal sealed class EnumNames<T>(params (T Value, string Name)[] names)
    where T : struct, Enum
{
    public IReadOnlyList<string> Names { get; } = [.. names.Select(pair => pair.Name)];

    /// <summary>Null for null, which stands for the default.</summary>
    public T? Read(ref JsonCursor json)
    {
        if (json.ReadText() is not { } text)
            return null;
        foreach (var (value, name) in names)
        {
            if (name == text)
                return value;
        }

        throw json.Expected("one of " + string.Join(", ", Names));
    }

    public IReadOnlyList<T> ReadList(ref JsonCursor json)
    {
        if (!json.IsArray())
            return [];
        var values = new List<T>();
        while (json.NextItem())
            values.Add(Read(ref json) ?? throw json.Expected("one of " + string.Join(", ", Names)));
        return values;
    }

    public string NameOf(T value)
    {
        foreach (var (known, name) in names)
        {
            if (EqualityComparer<T>.Default.Equals(known, value))
                return name;
        }

        throw new ArgumentOutOfRangeException(nameof(value));
    }

    public void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, T value) => writer.WriteText(name, NameOf(value));

    public void WriteList(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<T> values) =>
        writer.WriteList(name, values, (output, value) => output.WriteStringValue(NameOf(value)));
}
