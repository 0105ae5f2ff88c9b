using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.TestKit;

internal sealed record InMemoryGeneration(
    CapturedTrace Trace, IReadOnlyDictionary<string, byte[]> Raw, IReadOnlyDictionary<ContentHash, byte[]> Media)
{
    public static InMemoryGeneration Of(CapturedTrace trace)
    {
        var raw = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var source in trace.Sources)
        {
            using var stream = source.Open();
            var bytes = new byte[source.Length];
            var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (read < bytes.Length || ContentHash.Of(bytes) != source.Hash)
                throw new OpenTracesException(OpenTracesErrorCode.SourceChanged, $"The source '{source.Name}' changed; read it again.");
            raw.Add(source.Name, bytes);
        }

        var media = new Dictionary<ContentHash, byte[]>();
        foreach (var one in trace.Media)
        {
            using var stream = one.Open();
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            if (bytes.Length != one.Media.Length || ContentHash.Of(bytes.ToArray()) != one.Media.Address)
                throw new OpenTracesException(OpenTracesErrorCode.SourceChanged, $"The media {one.Media.Address} changed; read them again.");
            media.Add(one.Media.Address, bytes.ToArray());
        }

        return new InMemoryGeneration(trace, raw, media);
    }

    /// <summary>True when every source of this one equals, or is the beginning of, the other's.</summary>
    public bool IsBeginningOf(InMemoryGeneration other) =>
        Raw.All(r => other.Raw.TryGetValue(r.Key, out var longer) && longer.AsSpan().StartsWith(r.Value));

    public DateTimeOffset End => DateTimeOffset.TryParse(
        Trace.Record.TimestampEnd, System.Globalization.CultureInfo.InvariantCulture,
        System.Globalization.DateTimeStyles.AssumeUniversal, out var end) ? end : DateTimeOffset.MinValue;

    public long Length => Trace.Sources[0].Length;

    public ContentHash Hash => Trace.Sources[0].Hash;
}
