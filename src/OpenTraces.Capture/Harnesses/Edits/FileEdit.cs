using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Edits;

/// <summary>What one tool call did to one file.</summary>
internal sealed record FileEdit
{
    public required string Path { get; init; }

    /// <summary>Where a moved file came from.</summary>
    public string? OldPath { get; init; }

    public PatchKind Kind { get; init; }

    /// <summary>In file order.</summary>
    public IReadOnlyList<LineHunk> Hunks { get; init; } = [];

    /// <summary>See <see cref="PatchDraft.Limitations"/>.</summary>
    public IReadOnlyList<string> Limitations { get; init; } = [];

    /// <summary>
    /// One draft per hunk. A file that was moved, or deleted with its content unknown, is one draft without lines.
    /// </summary>
    public IEnumerable<PatchDraft> ToDrafts(string toolCallId, int stepIndex, string? workingDirectory, string? timestamp)
    {
        if (Hunks.Count == 0 && Kind is PatchKind.Modify)
            yield break;
        foreach (var hunk in Hunks.Count == 0 ? [new LineHunk(null, null, [], [])] : Hunks)
        {
            yield return new PatchDraft
            {
                FilePath = Path,
                OldPath = OldPath,
                Kind = Kind,
                ToolCallId = toolCallId,
                StepIndex = stepIndex,
                WorkingDirectory = workingDirectory,
                Timestamp = timestamp,
                OldStart = hunk.OldStart,
                NewStart = hunk.NewStart,
                Removed = hunk.Removed,
                Added = hunk.Added,
                Limitations = Limitations,
            };
        }
    }
}
