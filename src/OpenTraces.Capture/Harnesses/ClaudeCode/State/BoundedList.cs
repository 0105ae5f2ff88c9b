using System.Text.Json;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.State;

/// <summary>The first items of what may come without end, and how many there were.</summary>
internal sealed class BoundedList<T>(int most, IEqualityComparer<T>? distinct = null)
{
    private readonly List<T> _items = [];
    private readonly HashSet<T>? _seen = distinct is null ? null : new HashSet<T>(distinct);
    private int _dropped;

    public void Add(T item)
    {
        if (_seen?.Contains(item) == true)
            return;
        if (_items.Count == most)
        {
            _dropped++;
            return;
        }

        _seen?.Add(item);
        _items.Add(item);
    }

    /// <summary>Writes an array, and how many items it lacks under the name with <c>_dropped</c>; nothing when empty.</summary>
    public void Write(Utf8JsonWriter writer, string name, Action<Utf8JsonWriter, T> write)
    {
        if (_items.Count == 0)
            return;
        writer.WriteStartArray(name);
        foreach (var item in _items)
            write(writer, item);
        writer.WriteEndArray();
        if (_dropped > 0)
            writer.WriteNumber(name + "_dropped", _dropped);
    }
}
