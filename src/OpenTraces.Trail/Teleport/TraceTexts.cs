namespace OpenTraces.Trail.Teleport;

/// <summary>The files of a trace, after the floor.</summary>
internal sealed record TraceTexts
{
    public required byte[] Trace { get; init; }

    public required byte[] Patches { get; init; }

    public required byte[] Anchors { get; init; }

    public required int Redactions { get; init; }
}
