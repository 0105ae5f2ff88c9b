using System.Buffers;
using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>
/// The one spelling of a JSON value that hashes and ids are computed over: UTF-8 without white space, members sorted by
/// the code points of their names, the last of several members with one name, nothing escaped but what JSON demands
/// (short escapes where they exist, else <c>\u00xx</c> in lower case; a lone surrogate is <c>\udxxx</c>), numbers with
/// the text they were written with. Bytes that are not UTF-8 become U+FFFD.
/// </summary>
public static class CanonicalJson
{
    /// <summary>Writes the canonical spelling.</summary>
    /// <exception cref="JsonException">The value was made by <see cref="RawJson.FromTrusted"/> and is not JSON.</exception>
    public static void Write(IBufferWriter<byte> output, RawJson value)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Write(new CanonicalWriter().Write(value.Utf8.Span));
    }

    /// <summary>The digest of the canonical spelling.</summary>
    /// <inheritdoc cref="Write" path="/exception"/>
    public static ContentHash Hash(RawJson value) => ContentHash.Of(new CanonicalWriter().Write(value.Utf8.Span));

    /// <summary>The digest of an object without some of its direct members.</summary>
    internal static ContentHash HashWithout(ReadOnlySpan<byte> utf8, params ReadOnlySpan<string> omitted) =>
        ContentHash.Of(new CanonicalWriter().Write(utf8, omitted));
}
