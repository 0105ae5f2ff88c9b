using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>
/// Walks the members of one JSON value. It always stands on a value; the reader of that value leaves it on the value's
/// last token.
/// </summary>
internal ref struct JsonCursor
{
    private static readonly SearchValues<byte> NumberBytes = SearchValues.Create("0123456789+-.eE"u8);

    private readonly ReadOnlySpan<byte> _utf8;
    private readonly bool _forbidsUnknown;
    private readonly Unreadables? _unreadables;
    private Utf8JsonReader _reader;
    private ReadOnlySpan<byte> _name;
    private string? _escapedName;
    private int _nameStart;
    private int _nameEnd;

    /// <param name="utf8">One JSON value.</param>
    /// <param name="forbidsUnknown">Whether <see cref="KeepOrRefuse"/> refuses.</param>
    /// <param name="unreadables">
    /// Takes what would throw: what cannot be read is passed over as if it were null, and an empty value stands for what is missing.
    /// </param>
    public JsonCursor(ReadOnlySpan<byte> utf8, bool forbidsUnknown = false, Unreadables? unreadables = null)
    {
        _utf8 = utf8;
        _forbidsUnknown = forbidsUnknown;
        _unreadables = unreadables;
        _reader = new Utf8JsonReader(utf8, TraceJson.ReaderOptions);
        _reader.Read();
    }

    public readonly JsonTokenType TokenType => _reader.TokenType;

    /// <summary>Reads past the value; only white space may follow.</summary>
    public void End() => _reader.Read();

    /// <summary>False for null, which stands for the default.</summary>
    public bool IsObject() => Is(JsonTokenType.StartObject, "an object");

    /// <summary>Moves to the value of the next member; false at the end of the object.</summary>
    public bool NextMember()
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.EndObject)
            return false;
        _nameStart = (int)_reader.TokenStartIndex;
        _nameEnd = _nameStart + _reader.ValueSpan.Length + 2;
        _escapedName = _reader.ValueIsEscaped ? JsonText.ReadString(ref _reader) : null;
        _name = _escapedName is null ? _reader.ValueSpan : Encoding.UTF8.GetBytes(_escapedName);
        _reader.Read();
        return true;
    }

    /// <summary>Whether the member <see cref="NextMember"/> moved to has this name.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool Is(ReadOnlySpan<byte> name) => _name.SequenceEqual(name);

    /// <summary>The name of the member as text.</summary>
    public readonly string Name => _escapedName ?? Encoding.UTF8.GetString(_name);

    /// <summary>Copies the member, name and value as they stand in the source.</summary>
    public void Keep(ref List<UnknownMember>? unknown)
    {
        var name = RawJson.FromTrusted(_utf8[_nameStart.._nameEnd].ToArray());
        (unknown ??= []).Add(new UnknownMember { Name = name, Value = ReadRaw() });
    }

    /// <summary>Keeps the member unless the caller asked for known ones only.</summary>
    public void KeepOrRefuse(ref List<UnknownMember>? unknown)
    {
        if (_forbidsUnknown)
            throw Expected("a member this version knows");
        Keep(ref unknown);
    }

    /// <summary>Refuses the object just read when something is said about it.</summary>
    public readonly void Hold(string? broken)
    {
        if (broken is not null)
            throw Invalid(PathHere(), broken);
    }

    public void Skip() => _reader.Skip();

    /// <summary>False for null, which stands for the default.</summary>
    public bool IsArray() => Is(JsonTokenType.StartArray, "an array");

    /// <summary>Moves to the next item; false at the end of the array.</summary>
    public bool NextItem()
    {
        _reader.Read();
        return _reader.TokenType != JsonTokenType.EndArray;
    }

    public string? ReadText() => _reader.TokenType switch
    {
        JsonTokenType.String => JsonText.ReadString(ref _reader),
        JsonTokenType.Null => null,
        _ => Refuse<string>("a string"),
    };

    /// <summary>A text that null cannot stand for.</summary>
    public string RequireText() =>
        (_reader.TokenType == JsonTokenType.Null ? Refuse<string>("a string") : ReadText()) ?? "";

    public bool? ReadBool() => _reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Null => null,
        _ => Refuse<bool?>("true or false"),
    };

    /// <summary>A whole number however it is spelled; one out of range becomes the nearest that is not.</summary>
    public int? ReadInt() => (int?)ReadWhole(int.MinValue, int.MaxValue);

    /// <inheritdoc cref="ReadInt"/>
    public long? ReadLong() => ReadWhole(long.MinValue, long.MaxValue);

    /// <summary>Any number; one out of range becomes the nearest that is not.</summary>
    public double? ReadDouble()
    {
        if (_reader.TokenType == JsonTokenType.Null)
            return null;
        return double.TryParse(NumberText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && !double.IsNaN(value)
            ? Math.Clamp(value, double.MinValue, double.MaxValue)
            : Refuse<double?>("a number");
    }

    public RawJson ReadRaw()
    {
        var start = (int)_reader.TokenStartIndex;
        _reader.Skip();
        var value = _utf8[start..(int)_reader.BytesConsumed];
        return value.SequenceEqual("{}"u8) ? RawJson.EmptyObject : RawJson.FromTrusted(value.ToArray());
    }

    public RawJson? ReadRawOrNull() => _reader.TokenType == JsonTokenType.Null ? null : ReadRaw();

    public readonly OpenTracesException Expected(string what) => Invalid(PathHere(), $"is not {what}");

    /// <summary>The value of a member that must be there; call it at the end of the object.</summary>
    public readonly T Require<T>(T? value, string name)
        where T : class => value ?? throw Missing(name);

    /// <param name="value">The value.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="standIn">What stands for it where missing values are collected.</param>
    /// <inheritdoc cref="Require{T}(T, string)" path="/summary"/>
    public readonly T Require<T>(T? value, string name, T standIn)
        where T : class => value ?? Miss(name, standIn);

    /// <inheritdoc cref="Require{T}(T, string)"/>
    public readonly string Require(string? value, string name) => value ?? Miss(name, "");

    /// <inheritdoc cref="Require{T}(T, string)"/>
    public readonly T Require<T>(T? value, string name)
        where T : struct => value ?? Miss(name, default(T));

    private readonly T Miss<T>(string name, T standIn)
    {
        if (_unreadables is null)
            throw Missing(name);
        _unreadables.Add(_reader.TokenStartIndex, name, "The member is missing.");
        return standIn;
    }

    private T? Refuse<T>(string what)
    {
        if (_unreadables is null)
            throw Expected(what);
        _unreadables.Add(_reader.TokenStartIndex, null, $"The value is not {what}.");
        _reader.Skip();
        return default;
    }

    private readonly OpenTracesException Missing(string name) => Invalid($"{PathHere()}.{name}", "is missing");

    private readonly string PathHere() => JsonPath.At(_utf8, _reader.TokenStartIndex);

    private static OpenTracesException Invalid(string path, string problem) =>
        new(OpenTracesErrorCode.InvalidTrace, $"{path} {problem}.") { JsonPath = path };

    private bool Is(JsonTokenType start, string what)
    {
        if (_reader.TokenType == start)
            return true;
        return _reader.TokenType != JsonTokenType.Null && Refuse<bool>(what);
    }

    private long? ReadWhole(long min, long max)
    {
        if (_reader.TokenType == JsonTokenType.Null)
            return null;
        if (_reader.TokenType == JsonTokenType.Number && _reader.TryGetInt64(out var whole))
            return Math.Clamp(whole, min, max);
        var text = NumberText();
        if (text.IsEmpty)
            return Refuse<long?>("a number");
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact))
        {
            if (exact != decimal.Truncate(exact))
                return Refuse<long?>("a whole number");
            return exact <= min ? min : exact >= max ? max : (long)exact;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var huge) && !double.IsNaN(huge))
            return huge < 0 ? min : max;
        return Refuse<long?>("a whole number");
    }

    /// <summary>Empty for what cannot be a number.</summary>
    private readonly ReadOnlySpan<byte> NumberText() => _reader.TokenType switch
    {
        JsonTokenType.Number => _reader.ValueSpan,
        JsonTokenType.String when !_reader.ValueIsEscaped && IsNumber(_reader.ValueSpan) => _reader.ValueSpan,
        _ => [],
    };

    // The platform's parsers also take "Infinity" and white space.
    private static bool IsNumber(ReadOnlySpan<byte> text) =>
        !text.IsEmpty && text.IndexOfAnyExcept(NumberBytes) < 0;
}
