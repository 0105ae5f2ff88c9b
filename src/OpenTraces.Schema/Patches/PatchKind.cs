namespace OpenTraces.Schema;

/// <summary>What a patch did to its file.</summary>
public enum PatchKind
{
    /// <summary>Lines of an existing file changed.</summary>
    Modify,

    /// <summary>The file was created, or written whole without knowing what it held.</summary>
    Add,

    /// <summary>The file was deleted.</summary>
    Delete,

    /// <summary>The file was moved; lines may have changed too.</summary>
    Move,
}
