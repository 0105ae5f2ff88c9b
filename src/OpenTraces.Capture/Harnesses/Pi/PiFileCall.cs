using System.Text.Json;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Pi;

/// <summary>The arguments of a call of one of Pi's own file tools, looked through once and made texts only on demand.</summary>
internal sealed class PiFileCall
{
    private RawJson _arguments;
    private RawJson _content;
    private RawJson _newText;
    private bool _hasContent;
    private string? _text;

    private PiFileCall(string tool) => Tool = tool;

    /// <summary><c>read</c>, <c>write</c> or <c>edit</c>.</summary>
    public string Tool { get; }

    public string Path { get; private set; } = "";

    /// <summary>The line a read starts with; null when it is given and is no line number.</summary>
    public int? FirstLine { get; private set; } = 1;

    /// <summary>What a write wrote, or the one replacement text of an edit; null when there is none.</summary>
    public string? Text => _hasContent ? _text ??= _content.AsString() : null;

    /// <summary>Null for other tools, and for calls that name no file.</summary>
    public static PiFileCall? Of(string tool, RawJson arguments)
    {
        if (tool is not ("read" or "write" or "edit"))
            return null;
        var call = new PiFileCall(tool) { _arguments = arguments };
        call.Read();
        return call.Path.Length == 0 ? null : call;
    }

    /// <summary>The pairs of old and new text of an edit, in the order given.</summary>
    public IEnumerable<(string Old, string New)> Replacements()
    {
        if (_arguments.TryGetMember("edits"u8, out var edits) && edits.Kind == JsonValueKind.Array)
        {
            foreach (var edit in NativeJson.Items(edits))
            {
                if (edit.GetString("oldText"u8) is { } oldText && edit.GetString("newText"u8) is { } newText)
                    yield return (oldText, newText);
            }
        }

        if (_arguments.GetString("oldText"u8) is { } old && Text is { } @new)
            yield return (old, @new);
    }

    private void Read()
    {
        string? path = null, otherPath = null;
        var bytes = _arguments.Utf8;
        var reader = JsonRead.Start(bytes.Span);
        while (JsonRead.NextMember(ref reader))
        {
            if (JsonRead.IsMember(ref reader, "path"u8))
                path = JsonRead.Text(ref reader);
            else if (JsonRead.IsMember(ref reader, "file_path"u8))
                otherPath = JsonRead.Text(ref reader);
            else if (JsonRead.IsMember(ref reader, "content"u8))
                _content = Tool == "write" ? Keep(ref reader, bytes) : Skip(ref reader);
            else if (JsonRead.IsMember(ref reader, "newText"u8))
                _newText = Tool == "edit" ? Keep(ref reader, bytes) : Skip(ref reader);
            else if (JsonRead.IsMember(ref reader, "offset"u8))
                FirstLine = JsonRead.Integer(ref reader) is { } line and > 0 and <= int.MaxValue ? (int)line : null;
            else
                JsonRead.SkipValue(ref reader);
        }

        Path = path ?? otherPath ?? "";
        if (Tool == "edit")
            _content = _newText;
        _hasContent = _content.Kind == JsonValueKind.String;
    }

    private static RawJson Skip(ref Utf8JsonReader reader)
    {
        reader.Skip();
        return default;
    }

    private static RawJson Keep(ref Utf8JsonReader reader, ReadOnlyMemory<byte> bytes)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return RawJson.FromTrusted(bytes[start..(int)reader.BytesConsumed]);
    }
}
