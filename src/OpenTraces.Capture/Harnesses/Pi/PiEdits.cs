using OpenTraces.Capture.Harnesses.Edits;
using OpenTraces.Capture.Harnesses.Pi.Lines;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Pi;

/// <summary>What Pi's own tools did to a file, from the call's arguments and the result's details.</summary>
internal static class PiEdits
{
    /// <summary>The edit of a successful call; null for a call that changes no file.</summary>
    public static FileEdit? Of(PiFileCall call, PiResultDetails? details) => call.Tool switch
    {
        "write" => Write(call),
        "edit" => Edit(call, details),
        _ => null,
    };

    private static FileEdit Write(PiFileCall call) => new()
    {
        Path = call.Path,
        Kind = PatchKind.Add,
        Hunks = HunkSplitter.Whole(call.Text ?? ""),
        Limitations = call.Text is null ? ["content_unknown"] : [],
    };

    private static FileEdit Edit(PiFileCall call, PiResultDetails? details) => new()
    {
        Path = call.Path,
        Hunks = details?.Hunks is { Count: > 0 } hunks
            ? hunks
            : [.. call.Replacements().SelectMany(static r => HunkSplitter.SplitUnplaced(r.Old, r.New))],
    };
}
