using System.Globalization;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Torture.Work;

/// <summary>What a writer was told is kept: one source of one generation.</summary>
public sealed record Acknowledgement(TraceId Trace, int Generation, string Source, long Length, ContentHash Hash)
{
    private const string Word = "ack";

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Word} {Trace} {Generation} {Source} {Length} {Hash}");

    /// <summary>The line another process has printed; null for any other line, and for one that was cut off.</summary>
    public static Acknowledgement? TryParse(string line)
    {
        var parts = line.Split(' ');
        return parts is [Word, var trace, var generation, var source, var length, var hash]
            && TraceId.TryParse(trace, out var id) && ContentHash.TryParse(hash, out var digest)
            ? new Acknowledgement(
                id, int.Parse(generation, CultureInfo.InvariantCulture), source, long.Parse(length, CultureInfo.InvariantCulture), digest)
            : null;
    }
}
