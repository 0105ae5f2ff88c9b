namespace OpenTraces.Schema;

/// <summary>One conversation's part in a file.</summary>
public sealed record AttributionConversation
{
    /// <summary>For example <c>type</c> and <c>model_id</c>.</summary>
    public IReadOnlyDictionary<string, string> Contributor { get; init; } = new Dictionary<string, string>();

    /// <summary><c>opentraces://TRACE/step_N</c>.</summary>
    public string? Url { get; init; }

    /// <summary>Ids of the provider, each a string or a list of strings.</summary>
    public RawJson? Ids { get; init; }

    /// <summary>A list of <c>{type, url}</c>.</summary>
    public RawJson? Related { get; init; }

    /// <summary>The lines.</summary>
    public IReadOnlyList<AttributionRange> Ranges { get; init; } = [];

    /// <summary>Members this version does not know, in file order.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];
}
