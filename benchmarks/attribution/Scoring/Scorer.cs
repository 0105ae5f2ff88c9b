using System.Globalization;
using OpenTraces.Attribution.Histories;
using OpenTraces.Attribution.Operations;
using OpenTraces.Attribution.Truth;
using OpenTraces.Capture;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using OpenTraces.Trail;

namespace OpenTraces.Attribution.Scoring;

/// <summary>Imports the sessions, asks the library, and compares with what is true.</summary>
internal sealed class Scorer(History history, Aftermath outcome, string where)
{
    private readonly OperationScore _score = new() { Histories = 1 };
    private readonly InMemoryTraceStore _store = new();
    private readonly Dictionary<TraceId, int> _sessions = [];

    public async Task<OperationScore> RunAsync(string repository, string sessions)
    {
        await ImportAsync(sessions);
        var trail = await TraceTrail.OpenAsync(repository, _store);
        await foreach (var blame in trail.BlameAllAsync())
            Compare(blame.Path, outcome.Final[blame.Path], blame);
        await foreach (var tracking in trail.TrackAllAsync())
            Compare(_sessions[tracking.TraceId], tracking);
        return _score;
    }

    private async Task ImportAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var session in history.Sessions)
            await File.WriteAllLinesAsync(Path.Combine(folder, session.Id + ".jsonl"), session.Transcript);
        await foreach (var result in new TraceCapture(_store).ImportAsync([folder]))
        {
            if (result.Error is not null)
                throw new InvalidOperationException($"{result.Path}: {result.Error}");
        }

        await foreach (var trace in _store.ListAsync())
            _sessions[trace.TraceId] = history.Sessions.FindIndex(s => s.Id == trace.SessionId);
    }

    private void Compare(string path, TrueFile file, FileBlame blame)
    {
        if (blame.Lines.Count != file.Lines.Count)
            throw new InvalidOperationException($"{where}: {path} has {blame.Lines.Count} lines and not {file.Lines.Count}");
        for (var i = 0; i < file.Lines.Count; i++)
        {
            var (truth, said, firm) = (file.Lines[i], blame.Lines[i].Anchor, blame.Lines[i].Firm);
            if (string.IsNullOrWhiteSpace(truth.Text))
                continue;
            var tally = truth.Says ? _score.Lines : _score.Signs;
            var claim = said is null ? null : new CallName(_sessions[said.Patch.TraceId], said.Patch.Content.ToolCallId);
            if (truth.Author is not null)
                tally.Written++;
            var right = claim is not null && claim == truth.Author;
            if (claim is not null)
                Count(tally, right);
            if (truth.Says && said is not null)
            {
                Count(_score.Tier(said.Tier + (firm ? " firm" : "")), right);
                if (firm)
                    _score.FirmClaims++;
                if (firm && !right)
                    _score.FalseFirmClaims++;
            }

            if (truth.Says && (claim is not null || truth.Author is not null) && !right)
            {
                _score.Examples.Add(string.Create(CultureInfo.InvariantCulture,
                    $"{where} {path}:{i + 1} true {Name(truth.Author)} said {Name(claim)} {said?.Tier}{(firm ? " firm" : "")}: {truth.Text.Trim()}"));
            }
        }
    }

    private void Compare(int session, TraceTracking tracking)
    {
        var ordinals = new Dictionary<(string, string), int>();
        var patches = history.Ledger.Patches.Where(p => p.Author.Session == session).ToDictionary(p => (p.Author.Call, p.Path, p.Ordinal));
        foreach (var patch in tracking.Patches)
        {
            var content = patch.Anchor.Patch.Content;
            var path = content.FilePath.StartsWith(history.Folder + "/", StringComparison.Ordinal) ? content.FilePath[(history.Folder.Length + 1)..] : content.FilePath;
            var ordinal = ordinals[(content.ToolCallId, path)] = ordinals.GetValueOrDefault((content.ToolCallId, path), -1) + 1;
            if (!patches.TryGetValue((content.ToolCallId, path, ordinal), out var truth))
                throw new InvalidOperationException($"{where}: the transcript has no {content.ToolCallId} {path} {ordinal}");
            if (TrueFate.Of(truth, outcome, history.Ledger) is not { } fate)
                continue;
            var said = SurvivalNames.Of(patch.State);
            _score.Fates[(fate, said)] = _score.Fates.GetValueOrDefault((fate, said)) + 1;
            if (fate != said)
                _score.Examples.Add($"{where} fate of {content.ToolCallId} {path} {ordinal}: true {fate} said {said} ({patch.Anchor.Tier}, {string.Join(",", patch.Anchor.Limitations)}) {content.Timestamp} -{content.Removed.Count} {string.Join("|", content.Removed.Take(3))} +{content.Added.Count} {string.Join("|", content.Added.Take(3))}");
        }
    }

    private static void Count(Tally tally, bool right)
    {
        tally.Claimed++;
        if (right)
            tally.Right++;
    }

    private static string Name(CallName? call) => call is null ? "person" : call.Call;
}
