namespace OpenTraces.Bucket;

/// <summary>What a verification read and found.</summary>
public sealed record VerifyReport
{
    /// <summary>True when everything was read.</summary>
    public required bool Full { get; init; }

    /// <summary>Events read.</summary>
    public required long Events { get; init; }

    /// <summary>Blob segments looked at.</summary>
    public required int Segments { get; init; }

    /// <summary>Objects whose bytes were read and hashed.</summary>
    public required long Objects { get; init; }

    /// <summary>Their bytes, before compression.</summary>
    public required long Bytes { get; init; }

    /// <summary>Traces whose references were walked.</summary>
    public required int Traces { get; init; }

    /// <summary>By path and offset.</summary>
    public required IReadOnlyList<VerifyIssue> Issues { get; init; }

    /// <summary>True when nothing is wrong.</summary>
    public bool Ok => Issues.Count == 0;
}
