using System.Text;

namespace OpenTraces.Schema;

/// <summary>
/// What makes two captures the same trace: the harness, its session id, the sub-agent id, and the first entry of the
/// session. File names, machines and the order of arrival play no part.
/// </summary>
public sealed record TraceKey
{
    /// <summary>The harness, for example <c>claude-code</c>.</summary>
    public required string Agent { get; init; }

    /// <summary>The session id the harness wrote.</summary>
    public required string SessionId { get; init; }

    /// <summary>The id of the sub-agent the file belongs to; null for a main session.</summary>
    public string? SubAgentId { get; init; }

    /// <summary>
    /// The digest of the session's first entry: the bytes of the first JSON value of the file, without the white space
    /// around it.
    /// </summary>
    public required ContentHash FirstEntry { get; init; }

    /// <summary>
    /// The id of this key: a version 8 UUID from SHA-256 of <c>opentraces.trace.v1</c>, then each part preceded by a NUL
    /// byte (a missing sub-agent is an empty part, the first entry is 64 hexadecimal digits).
    /// </summary>
    public TraceId ToTraceId()
    {
        var text = string.Concat("opentraces.trace.v1\0", Agent, "\0", SessionId) + "\0" + SubAgentId + "\0" + FirstEntry;
        Span<byte> digest = stackalloc byte[ContentHash.Size];
        ContentHash.Of(Encoding.UTF8.GetBytes(text)).CopyTo(digest);
        digest[6] = (byte)((digest[6] & 0x0F) | 0x80);
        digest[8] = (byte)((digest[8] & 0x3F) | 0x80);
        return new TraceId(new Guid(digest[..16], bigEndian: true));
    }
}
