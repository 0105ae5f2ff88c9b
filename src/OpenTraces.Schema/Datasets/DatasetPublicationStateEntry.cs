namespace OpenTraces.Schema;

/// <summary>What was decided about a row.</summary>
public sealed record DatasetPublicationStateEntry
{
    /// <summary>The row.</summary>
    public required string RowId { get; init; }

    /// <summary>Default <c>needs_review</c>.</summary>
    public DatasetPublicationStatus Status { get; init; }

    /// <summary>What the remote calls the upload, by remote.</summary>
    public IReadOnlyDictionary<string, string> UploadedTo { get; init; } = new Dictionary<string, string>();

    /// <summary>ISO 8601; null when nobody decided.</summary>
    public string? ReviewedAt { get; init; }

    /// <summary>Who decided.</summary>
    public string? ReviewedBy { get; init; }

    /// <summary>Why a gate refuses it, as short names.</summary>
    public IReadOnlyList<string> BlockReasons { get; init; } = [];

    /// <summary>The version of the tools that ran over the row.</summary>
    public string? SecurityVersion { get; init; }

    /// <summary>The version of the tools that ran over its trace.</summary>
    public string? SourceSecurityVersion { get; init; }

    /// <summary>How private the row is.</summary>
    public string? PrivacyTier { get; init; }

    /// <summary>True when newer tools than those that ran are there.</summary>
    public bool SecurityStale { get; init; }

    /// <summary>Replacements made in the row.</summary>
    public int RedactionsApplied { get; init; }

    /// <summary>ISO 8601.</summary>
    public string? UpdatedAt { get; init; }

    /// <summary>Members this version does not know, in file order; see <see cref="DatasetJson"/>.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];
}
