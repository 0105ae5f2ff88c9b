namespace OpenTraces.Schema;

internal static class OutcomeChecks
{
    public static void Check(TraceRecord record, Findings findings)
    {
        var outcome = record.Outcome;
        findings.RequireOneOf(Vocabularies.SignalConfidence, outcome.SignalConfidence, "$.outcome.signal_confidence");
        findings.RequireOneOf(Vocabularies.TerminalState, outcome.TerminalState, "$.outcome.terminal_state");
        findings.RequireCommit(outcome.CommitSha, "$.outcome.commit_sha");
        if (record.Patches.Count == 0 || !findings.IsWhole("$.patches"))
            return;
        var derived = TraceDerived.Apply(record).Outcome;
        if (derived.Committed != outcome.Committed)
            findings.Error("$.outcome.committed", "derived_differs", "The anchors of the patches say otherwise.");
        if (derived.CommitSha != outcome.CommitSha)
            findings.Error("$.outcome.commit_sha", "derived_differs", "The newest anchor of the patches names another commit.");
    }
}
