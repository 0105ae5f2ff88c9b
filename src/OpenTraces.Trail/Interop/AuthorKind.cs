namespace OpenTraces.Trail.Interop;

/// <summary>What wrote lines.</summary>
public enum AuthorKind
{
    /// <summary>The document does not say.</summary>
    Unknown,

    /// <summary>A coding agent.</summary>
    Agent,

    /// <summary>A person.</summary>
    Human,

    /// <summary>An agent whose lines a person changed, or the other way round.</summary>
    Mixed,
}
