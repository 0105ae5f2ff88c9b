using System.Diagnostics.CodeAnalysis;
using OpenTraces.Capture.Harnesses.Edits;
using OpenTraces.Schema;

namespace OpenTraces.Capture;

/// <summary>
/// Makes the hunks of an edit, at zero context, out of what harnesses record of one. Each draft is the given one with the
/// file, the kind and the lines of its hunk; the call, the step, the directory and the time stay.
/// </summary>
[Experimental("OT0001")]
public static class PatchDrafts
{
    /// <summary>A file written whole; none when it is empty.</summary>
    public static IReadOnlyList<PatchDraft> OfFile(PatchDraft place, string content)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(content);
        return Make(place, new FileEdit { Path = place.FilePath, Kind = PatchKind.Add, Hunks = HunkSplitter.Whole(content) });
    }

    /// <summary>One text put in the place of another, at a place in the file that the transcript does not tell.</summary>
    public static IReadOnlyList<PatchDraft> OfReplacement(PatchDraft place, string oldText, string newText)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(oldText);
        ArgumentNullException.ThrowIfNull(newText);
        return Make(place, new FileEdit { Path = place.FilePath, Hunks = HunkSplitter.SplitUnplaced(oldText, newText) });
    }

    /// <summary>A patch in the <c>*** Begin Patch</c> notation, of any number of files; none when there is none in the text.</summary>
    public static IReadOnlyList<PatchDraft> OfApplyPatch(PatchDraft place, string patch)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(patch);
        return [.. ApplyPatchReader.Read(patch).SelectMany(edit => Make(place, edit))];
    }

    private static IReadOnlyList<PatchDraft> Make(PatchDraft place, FileEdit edit) =>
        [.. edit.ToDrafts(place.ToolCallId, place.StepIndex, place.WorkingDirectory, place.Timestamp)];
}
