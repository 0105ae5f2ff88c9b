namespace OpenTraces.Schema;

/// <summary>What kind of failure an <see cref="OpenTracesException"/> reports. Values are stable and never reused.</summary>
public enum OpenTracesErrorCode
{
    /// <summary>A defect in OpenTraces itself.</summary>
    Unexpected = 0,

    /// <summary>A record, row or address does not have the form its specification asks for.</summary>
    InvalidTrace = 1,

    /// <summary>An argument, address or option a person gave cannot be understood.</summary>
    InvalidRequest = 2,

    /// <summary>Something the operation needs is missing: a permission, a repository, a commit, a database provider.</summary>
    Precondition = 3,

    /// <summary>A remote could not be reached. Trying again may help.</summary>
    RemoteUnavailable = 4,

    /// <summary>A remote answered and said no.</summary>
    RemoteRejected = 5,

    /// <summary>No object has this path, id or commit.</summary>
    NotFound = 6,

    /// <summary>Bytes in the store are not the bytes that were put there.</summary>
    StoreCorrupt = 7,

    /// <summary>Another process holds what this one needs. Trying again may help.</summary>
    StoreBusy = 8,

    /// <summary>A gate refused to let content leave the machine. Nothing was sent.</summary>
    EgressRefused = 9,

    /// <summary>The operation needs decisions that a program must not make alone.</summary>
    NeedsJudgment = 10,

    /// <summary>The bytes of a source changed while they were read. Trying again may help.</summary>
    SourceChanged = 11,

    /// <summary>The <c>git</c> program failed or did not answer in time.</summary>
    GitFailed = 12,
}
