using System.Buffers;
using System.Text;
using System.Text.Json;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Reading;

/// <summary>A text that is only looked through, in a rented array instead of a string of its own.</summary>
internal readonly ref struct RentedText
{
    private readonly char[]? _rented;

    /// <summary>Takes the string the reader stands on, as <see cref="JsonText.ReadString"/> gives it.</summary>
    public RentedText(ref Utf8JsonReader reader)
    {
        _rented = ArrayPool<char>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            Text = _rented.AsSpan(0, reader.ValueIsEscaped ? reader.CopyString(_rented) : Encoding.UTF8.GetChars(reader.ValueSpan, _rented));
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are not UTF-8 beside an escape.
            Text = JsonText.ReadString(ref reader);
        }
    }

    /// <summary>Valid until this is disposed.</summary>
    public ReadOnlySpan<char> Text { get; }

    public void Dispose()
    {
        if (_rented is not null)
            ArrayPool<char>.Shared.Return(_rented);
    }
}
