using System.Text.Json;
using System.Text.Unicode;

namespace OpenTraces.Schema;

/// <summary>
/// One pass over the source; an object's members are written in source order and put in order once its end is known.
/// For one value.
/// </summary>
internal sealed class CanonicalWriter : IComparer<CanonicalMember>
{
    private readonly List<CanonicalMember> _members = [];
    private byte[] _buffer = [];
    private byte[] _sorted = [];
    private int _length;

    public ReadOnlySpan<byte> Write(ReadOnlySpan<byte> utf8, params scoped ReadOnlySpan<string> omitted)
    {
        // It hardly ever grows: what is escaped without need shrinks.
        _buffer = GC.AllocateUninitializedArray<byte>(utf8.Length);
        var reader = new Utf8JsonReader(utf8, TraceJson.ReaderOptions);
        reader.Read();
        WriteValue(ref reader, omitted);
        reader.Read();
        return _buffer.AsSpan(0, _length);
    }

    /// <summary>By the code points of the names, which is the order of their bytes; equal names in source order.</summary>
    public int Compare(CanonicalMember left, CanonicalMember right)
    {
        var order = NameOf(left).SequenceCompareTo(NameOf(right));
        return order != 0 ? order : left.Start.CompareTo(right.Start);
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
                WriteString(ref reader);
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
        var first = _members.Count;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!omitted.IsEmpty && omitted.Contains(JsonText.ReadString(ref reader)))
            {
                reader.Read();
                reader.Skip();
                continue;
            }

            if (_members.Count > first)
                Append(","u8);
            var start = _length;
            var decoded = WriteString(ref reader);
            var nameEnd = _length - 1;
            Append(":"u8);
            reader.Read();
            WriteValue(ref reader);
            _members.Add(new CanonicalMember(start, nameEnd, _length, decoded));
        }

        Arrange(first);
        _members.RemoveRange(first, _members.Count - first);
        Append("}"u8);
    }

    /// <summary>Returns what the text is ordered by, unless that is what was written.</summary>
    private byte[]? WriteString(ref Utf8JsonReader reader)
    {
        var isName = reader.TokenType == JsonTokenType.PropertyName;
        if ((!reader.ValueIsEscaped || (!isName && HasShortEscapesOnly(reader.ValueSpan))) && Utf8.IsValid(reader.ValueSpan))
        {
            Append("\""u8);
            Append(reader.ValueSpan);
            Append("\""u8);
            return null;
        }

        var text = JsonText.ReadString(ref reader);
        Append(JsonText.Quote(text));
        return isName ? JsonText.ToOrderedBytes(text) : null;
    }

    /// <summary>Then the text is spelled as it must be: those escapes are the ones JSON demands and has a short form for.</summary>
    private static bool HasShortEscapesOnly(ReadOnlySpan<byte> escaped)
    {
        for (int at; (at = escaped.IndexOf((byte)'\\')) >= 0; escaped = escaped[(at + 2)..])
        {
            if (!"\"\\bfnrt"u8.Contains(escaped[at + 1]))
                return false;
        }

        return true;
    }

    private void Arrange(int first)
    {
        var count = _members.Count - first;
        if (IsAscending(first))
            return;
        var start = _members[first].Start;
        _members.Sort(first, count, this);
        if (_sorted.Length < _length - start)
            _sorted = GC.AllocateUninitializedArray<byte>(Math.Max(2 * _sorted.Length, _length - start));
        var length = 0;
        for (var i = first; i < _members.Count; i++)
        {
            // Of equal names the last counts.
            var member = _members[i];
            if (i + 1 < _members.Count && NameOf(member).SequenceEqual(NameOf(_members[i + 1])))
                continue;
            if (length > 0)
                _sorted[length++] = (byte)',';
            _buffer.AsSpan(member.Start..member.End).CopyTo(_sorted.AsSpan(length));
            length += member.End - member.Start;
        }

        _length = start;
        Append(_sorted.AsSpan(0, length));
    }

    private bool IsAscending(int first)
    {
        for (var i = first + 1; i < _members.Count; i++)
        {
            if (NameOf(_members[i - 1]).SequenceCompareTo(NameOf(_members[i])) >= 0)
                return false;
        }

        return true;
    }

    private ReadOnlySpan<byte> NameOf(CanonicalMember member) =>
        member.DecodedName ?? _buffer.AsSpan((member.Start + 1)..member.NameEnd);

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_length + bytes.Length > _buffer.Length)
            Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, _length + bytes.Length));
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }
}
