using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>
/// One pass over the source; an object's members are written in source order and put in order once its end is known.
/// For one value.
/// </summary>
internal sealed class CanonicalWriter
{
    private byte[] _buffer = new byte[256];
    private byte[] _sorted = [];
    private int _length;

    public ReadOnlySpan<byte> Write(ReadOnlySpan<byte> utf8, params scoped ReadOnlySpan<string> omitted)
    {
        var reader = new Utf8JsonReader(utf8, TraceJson.ReaderOptions);
        reader.Read();
        WriteValue(ref reader, omitted);
        reader.Read();
        return _buffer.AsSpan(0, _length);
    }

    private void WriteValue(ref Utf8JsonReader reader, scoped ReadOnlySpan<string> omitted = default)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                WriteObject(ref reader, omitted);
                break;
            case JsonTokenType.StartArray:
                WriteArray(ref reader);
                break;
            case JsonTokenType.String:
                Append(JsonText.Quote(JsonText.ReadString(ref reader)));
                break;
            default:
                Append(reader.ValueSpan);
                break;
        }
    }

    private void WriteArray(ref Utf8JsonReader reader)
    {
        Append("["u8);
        for (var first = true; reader.Read() && reader.TokenType != JsonTokenType.EndArray; first = false)
        {
            if (!first)
                Append(","u8);
            WriteValue(ref reader);
        }

        Append("]"u8);
    }

    private void WriteObject(ref Utf8JsonReader reader, scoped ReadOnlySpan<string> omitted)
    {
        Append("{"u8);
        var start = _length;
        var members = new List<CanonicalMember>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = JsonText.ReadString(ref reader);
            reader.Read();
            if (omitted.Contains(name))
            {
                reader.Skip();
                continue;
            }

            var at = _length;
            Append(JsonText.Quote(name));
            Append(":"u8);
            WriteValue(ref reader);
            members.Add(new CanonicalMember(name, at, _length - at));
        }

        Arrange(members, start);
        Append("}"u8);
    }

    private void Arrange(List<CanonicalMember> members, int start)
    {
        // Equal names keep their order, so the last of them is the one that counts.
        members.Sort();
        if (_sorted.Length < _length + members.Count)
            _sorted = new byte[2 * (_length + members.Count)];
        var length = 0;
        for (var i = 0; i < members.Count; i++)
        {
            if (i + 1 < members.Count && members[i].Name == members[i + 1].Name)
                continue;
            if (length > 0)
                _sorted[length++] = (byte)',';
            _buffer.AsSpan(members[i].Start, members[i].Length).CopyTo(_sorted.AsSpan(length));
            length += members[i].Length;
        }

        _length = start;
        Append(_sorted.AsSpan(0, length));
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_length + bytes.Length > _buffer.Length)
            Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, _length + bytes.Length));
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }
}
