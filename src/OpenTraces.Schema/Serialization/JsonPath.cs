using System.Globalization;
using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>Says where in a document a byte stands, by reading it again: only errors pay for paths.</summary>
internal ref struct JsonPath
{
    private const int LongestName = 40;

    private readonly List<string> _path = [];
    private readonly Stack<int> _open = [];
    private Utf8JsonReader _reader;
    private bool _started;

    public JsonPath(ReadOnlySpan<byte> utf8) => _reader = new Utf8JsonReader(utf8, TraceJson.ReaderOptions);

    /// <summary>The path of the value that starts, or the object or array that ends, at this byte.</summary>
    public static string At(ReadOnlySpan<byte> utf8, long position) => new JsonPath(utf8).To(position);

    /// <summary>Where the walk stands.</summary>
    public readonly string Here => "$" + string.Concat(_path);

    /// <summary>Whether it stands on a member's name, which is followed by its value.</summary>
    public readonly bool IsAtName => _started && _reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Whether it stands on this byte or behind it.</summary>
    public readonly bool HasReached(long position) => _started && _reader.TokenStartIndex >= position;

    /// <summary>Goes to the next name, value, or end of an object or array; false at the end of the document.</summary>
    public bool Move()
    {
        if (_started)
            Enter();
        _started = true;
        if (!_reader.Read())
            return false;
        Arrive();
        return true;
    }

    private string To(long position)
    {
        while (!HasReached(position) && Move())
        {
        }

        return Here;
    }

    private readonly void Enter()
    {
        if (_reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return;
        _open.Push(_reader.TokenType == JsonTokenType.StartArray ? 0 : -1);
        _path.Add("");
    }

    private void Arrive()
    {
        if (_reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
        {
            _open.Pop();
            _path.RemoveAt(_path.Count - 1);
        }
        else if (_reader.TokenType == JsonTokenType.PropertyName)
        {
            _path[^1] = "." + (NameOf(ref _reader) ?? Hidden());
        }
        else if (_open.Count > 0 && _open.Peek() >= 0)
        {
            var index = _open.Pop();
            _path[^1] = string.Create(CultureInfo.InvariantCulture, $"[{index}]");
            _open.Push(index + 1);
        }
    }

    // Told apart by their order; what is open holds -1 for an object, less one for each of them before.
    private readonly string Hidden()
    {
        var number = -_open.Pop();
        _open.Push(-number - 1);
        return number == 1 ? "*" : string.Create(CultureInfo.InvariantCulture, $"*{number}");
    }

    // A name that is no identifier may be somebody's text, and messages hold none.
    private static string? NameOf(ref Utf8JsonReader reader)
    {
        var name = JsonText.ReadString(ref reader);
        return name.Length <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? name : null;
    }
}
