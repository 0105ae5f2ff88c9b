namespace OpenTraces.Schema;

internal static class PatchKindJson
{
    public static PatchKind Read(ref JsonCursor json) => json.ReadText() switch
    {
        null or "modify" => PatchKind.Modify,
        "add" => PatchKind.Add,
        "delete" => PatchKind.Delete,
        "move" => PatchKind.Move,
        _ => throw json.Expected("modify, add, delete or move"),
    };

    public static string Name(PatchKind kind) => kind switch
    {
        PatchKind.Modify => "modify",
        PatchKind.Add => "add",
        PatchKind.Delete => "delete",
        PatchKind.Move => "move",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
