using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Security;

/// <summary>
/// The strings of a JSON value with their places, so that one can be exchanged while every other byte stays: number
/// spelling, member order, repeated members, white space.
/// </summary>
internal sealed class JsonTexts
{
    private readonly RawJson _json;
    private readonly List<Entry> _entries = [];

    private JsonTexts(RawJson json) => _json = json;

    public IReadOnlyList<Entry> Entries => _entries;

    public static JsonTexts Read(RawJson json)
    {
        var texts = new JsonTexts(json);
        var reader = new Utf8JsonReader(json.Utf8.Span, new JsonReaderOptions { MaxDepth = TraceJson.MaxDepth });
        var path = new PathStack();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    path.Enter(JsonText.ReadString(ref reader));
                    texts.Add(ref reader, path.Current, path.Name, isName: true);
                    break;
                case JsonTokenType.String:
                    texts.Add(ref reader, path.Current, JsonText.ReadString(ref reader), isName: false);
                    path.Advance();
                    break;
                case JsonTokenType.StartObject:
                    path.Push(isArray: false);
                    break;
                case JsonTokenType.StartArray:
                    path.Push(isArray: true);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    path.Pop();
                    path.Advance();
                    break;
                default:
                    path.Advance();
                    break;
            }
        }

        return texts;
    }

    /// <summary>The value with the strings at these positions of <see cref="Entries"/> exchanged.</summary>
    public RawJson With(IReadOnlyList<string> texts)
    {
        var source = _json.Utf8.Span;
        var output = new ArrayBufferWriter<byte>(source.Length + 64);
        var copied = 0;
        for (var i = 0; i < _entries.Count; i++)
        {
            var entry = _entries[i];
            if (entry.IsName || string.Equals(texts[i], entry.Text, StringComparison.Ordinal))
                continue;
            output.Write(source[copied..entry.ByteStart]);
            var text = texts[i];
            output.Write(RawJson.Build(writer => JsonText.WriteString(writer, text)).Utf8.Span);
            copied = entry.ByteEnd;
        }

        if (copied == 0)
            return _json;
        output.Write(source[copied..]);
        return RawJson.FromTrusted(output.WrittenMemory);
    }

    private void Add(ref Utf8JsonReader reader, string path, string text, bool isName)
    {
        var start = (int)reader.TokenStartIndex;
        _entries.Add(new Entry(path, text, isName, start, start + reader.ValueSpan.Length + 2));
    }

    /// <param name="Path">Members joined by dots, positions in brackets.</param>
    /// <param name="Text">The string, unescaped.</param>
    /// <param name="IsName">True for a member's name.</param>
    /// <param name="ByteStart">Where the opening quote stands.</param>
    /// <param name="ByteEnd">The position after the closing quote.</param>
    internal sealed record Entry(string Path, string Text, bool IsName, int ByteStart, int ByteEnd);

    private sealed class PathStack
    {
        private readonly List<Frame> _frames = [];

        public string Name => _frames[^1].Name!;

        public string Current
        {
            get
            {
                var path = new StringBuilder();
                foreach (var frame in _frames)
                {
                    if (frame.IsArray)
                        path.Append(CultureInfo.InvariantCulture, $"[{frame.Index}]");
                    else
                        path.Append(path.Length == 0 ? "" : ".").Append(frame.Name);
                }

                return path.ToString();
            }
        }

        public void Push(bool isArray) => _frames.Add(new Frame { IsArray = isArray });

        public void Pop() => _frames.RemoveAt(_frames.Count - 1);

        public void Enter(string name) => _frames[^1].Name = name;

        public void Advance()
        {
            if (_frames.Count > 0)
                _frames[^1].Index++;
        }

        private sealed class Frame
        {
            public bool IsArray { get; init; }

            public int Index { get; set; }

            public string? Name { get; set; }
        }
    }
}
