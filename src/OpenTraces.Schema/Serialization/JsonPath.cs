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

    /// <summary>As <see cref="At"/>, for positions in ascending order.</summary>
    public string To(long position)
    {
        while (!_started || _reader.TokenStartIndex < position)
        {
            if (_started)
                Enter();
            _started = true;
            if (!_reader.Read())
                break;
            Arrive();
        }

        return "$" + string.Concat(_path);
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
            _path[^1] = "." + NameOf(ref _reader);
        }
        else if (_open.Count > 0 && _open.Peek() >= 0)
        {
            var index = _open.Pop();
            _path[^1] = string.Create(CultureInfo.InvariantCulture, $"[{index}]");
            _open.Push(index + 1);
        }
    }

    // A name that is no identifier may be somebody's text, and messages hold none.
    private static string NameOf(ref Utf8JsonReader reader)
    {
        var name = JsonText.ReadString(ref reader);
        return name.Length <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? name : "*";
    }
}
