using System.Text.Json;

namespace OpenTraces.Capture.Reading;

/// <summary>Where <see cref="EntryReader"/> puts an object: the harness's own, reused view of a line.</summary>
internal interface INativeEntry
{
    /// <summary>
    /// Forgets the entry before and reads the object whose start the reader stands on, up to its end. Members of an
    /// unexpected kind are skipped; only the reader's own <see cref="JsonException"/> may get out.
    /// </summary>
    /// <param name="reader">Stands on the start of the object.</param>
    /// <param name="buffer">What the reader's positions refer to; valid only during the call.</param>
    void Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer);
}
