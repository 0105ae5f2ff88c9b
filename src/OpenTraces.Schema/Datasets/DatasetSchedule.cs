namespace OpenTraces.Schema;

/// <summary>Whether runs start by themselves.</summary>
public sealed record DatasetSchedule
{
    /// <summary>True needs <see cref="Every"/>.</summary>
    public bool Enabled { get; init; }

    /// <summary>The interval, for example <c>1d</c>.</summary>
    public string? Every { get; init; }

    /// <summary>The executor of such runs.</summary>
    public string Executor { get; init; } = "script";

    /// <summary>Members this version does not know, in file order; see <see cref="DatasetJson"/>.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];
}
