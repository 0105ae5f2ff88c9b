using System.Diagnostics.CodeAnalysis;
using OpenTraces.Schema;

namespace OpenTraces.Capture;

/// <summary>An image or a document that stands in a session as base64. A step's text names it by its address.</summary>
[Experimental("OT0001")]
public sealed record SessionMedia
{
    /// <summary>The digest of the decoded bytes.</summary>
    public required ContentHash Address { get; init; }

    /// <summary>The number of decoded bytes.</summary>
    public required long Length { get; init; }

    /// <summary>As the session names it, for example <c>image/png</c>; null when it does not.</summary>
    public string? MediaType { get; init; }

    /// <summary>Where the base64 text begins in <see cref="SessionSource.Content"/>, in bytes from its start.</summary>
    public required long Offset { get; init; }

    /// <summary>The bytes of the base64 text as it stands there, JSON escapes included.</summary>
    public required int EncodedLength { get; init; }
}
