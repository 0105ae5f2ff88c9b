namespace OpenTraces.Bucket.Tests.Segments;

/// <summary>The flushed bytes of a file and the writes that were not, in order.</summary>
internal sealed record FileSnapshot(byte[] Durable, IReadOnlyList<UnflushedWrite> Writes)
{
    /// <summary>What can become of each write.</summary>
    public IReadOnlyList<IReadOnlyList<WriteFate>> Fates { get; } = [.. Writes.Select(w => w.Fates(Durable.Length))];

    /// <summary>The bytes when each write has met its fate.</summary>
    public byte[] Content(IReadOnlyList<WriteFate> fates)
    {
        var content = Durable;
        for (var i = 0; i < Writes.Count; i++)
            content = Writes[i].ApplyTo(content, fates[i]);
        return content;
    }
}
