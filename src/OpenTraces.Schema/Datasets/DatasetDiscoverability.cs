namespace OpenTraces.Schema;

/// <summary>How a dataset is found on a hub.</summary>
public sealed record DatasetDiscoverability
{
    /// <summary>As the hub spells it.</summary>
    public string? License { get; init; }

    /// <summary>The name people see.</summary>
    public string? PrettyName { get; init; }

    /// <summary>Default <c>opentraces</c> and <c>agent-traces</c>.</summary>
    public IReadOnlyList<string> Tags { get; init; } = ["opentraces", "agent-traces"];

    /// <summary>As the hub spells them.</summary>
    public IReadOnlyList<string> TaskCategories { get; init; } = [];

    /// <summary>Language codes.</summary>
    public IReadOnlyList<string> Language { get; init; } = [];

    /// <summary>Members this version does not know, in file order; see <see cref="DatasetJson"/>.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];
}
