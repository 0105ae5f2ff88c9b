namespace OpenTraces.Schema;

internal static class PatchChecks
{
    public static void Check(Patch patch, StepTable steps, string path, Findings findings)
    {
        if (patch.PatchId.Length == 0)
            findings.Error(path + ".patch_id", "patch_id_empty", "A patch has an id.");
        if (patch.FilePath.Length == 0)
            findings.Error(path + ".file_path", "file_path_empty", "A patch names its file.");
        if (patch.StepIndex is { } step && steps.PositionOf(step) is null)
            findings.Error(path + ".step_index", "step_missing", "No step has this index.", on: StepChecks.Path);
        CheckCall(patch, steps, path, findings);
        for (var i = 0; i < patch.SupersededBy.Count; i++)
            findings.RequireCommit(patch.SupersededBy[i], $"{path}.superseded_by[{i}]");
        if (patch.Anchor is { } anchor)
            CheckAnchor(anchor, path + ".anchor", findings);
    }

    private static void CheckCall(Patch patch, StepTable steps, string path, Findings findings)
    {
        if (patch.ToolCallId is not { } call)
            return;
        if (steps.PositionOfCall(call) is not { } at)
            findings.Error(path + ".tool_call_id", "call_missing", "No call of this record has this id.", on: StepChecks.Path);
        else if (patch.StepIndex is { } step && steps.PositionOf(step) is { } own && own != at)
            findings.Warning(path + ".tool_call_id", "call_on_other_step", "The call stands on another step than the patch says.", on: StepChecks.Path);
    }

    private static void CheckAnchor(GitAnchor anchor, string path, Findings findings)
    {
        findings.RequireTime(anchor.LastSearchedAt, path + ".last_searched_at");
        findings.RequireCommit(anchor.CommitSha, path + ".commit_sha");
        findings.RequireOneOf(Vocabularies.Evidence, anchor.EvidenceTier, path + ".evidence_tier");
        if (anchor is { Found: true, CommitSha: null })
            findings.Error(path + ".commit_sha", "anchor_without_commit", "An anchor that was found names its commit.");
        if (anchor is { Found: false, CommitSha: not null })
            findings.Warning(path + ".commit_sha", "commit_without_anchor", "An anchor that was not found names no commit.", on: path + ".found");
    }
}
