using System.Globalization;
using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.Trail.Observations;

/// <summary>What the commits observed of a trace in one repository say together: of each patch the last answer, and those before it.</summary>
internal sealed class ObservedTrail(string repositoryId)
{
    private readonly Dictionary<string, Answer> _answers = new(StringComparer.Ordinal);
    private DateTimeOffset _searched;

    /// <summary>By repository, in ordinal order.</summary>
    public static async ValueTask<SortedDictionary<string, ObservedTrail>> ReadAsync(
        ITraceStore store, TraceId trace, CancellationToken cancellationToken)
    {
        var trails = new SortedDictionary<string, ObservedTrail>(StringComparer.Ordinal);
        await foreach (var commit in store.ReadCommitsAsync(trace, cancellationToken).ConfigureAwait(false))
        {
            if (!trails.TryGetValue(commit.RepositoryId, out var trail))
                trails[commit.RepositoryId] = trail = new ObservedTrail(commit.RepositoryId);
            trail.Add(commit);
        }

        return trails;
    }

    public void Add(ObservedCommit commit)
    {
        _searched = commit.ObservedAt > _searched ? commit.ObservedAt : _searched;
        foreach (var patch in commit.Patches)
        {
            var sha = patch.IsFound ? commit.CommitSha : null;
            var earlier = _answers.TryGetValue(patch.PatchId, out var before)
                ? before.Commit is { } old ? [old, .. before.Earlier] : before.Earlier
                : (IEnumerable<string>)[];
            _answers[patch.PatchId] = new Answer(sha, patch.Tier, patch.Firm, [.. earlier.Where(c => c != sha).Distinct()]);
        }
    }

    /// <summary>True when the last answer about a patch is this one.</summary>
    public bool Says(string patchId, string? commit, string tier, bool firm) =>
        _answers.TryGetValue(patchId, out var answer) && (answer.Commit, answer.Tier, answer.Firm) == (commit, tier, firm);

    /// <summary>True when the patch was last found in this commit.</summary>
    public bool IsIn(string patchId, string commit) => _answers.GetValueOrDefault(patchId)?.Commit == commit;

    /// <summary>The overlay these answers make.</summary>
    /// <param name="laid">
    /// What lies there. Of it the patches are kept that no observed commit tells of: it was laid before commits were observed, or a
    /// repair of the log could not say them again.
    /// </param>
    public TrailOverlay ToOverlay(TrailOverlay? laid)
    {
        var searched = _searched.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var anchors = _answers.ToDictionary(a => a.Key, a => a.Value.ToAnchor(searched), StringComparer.Ordinal);
        var superseded = _answers.Where(a => a.Value.Earlier.Count > 0).ToDictionary(a => a.Key, a => a.Value.Earlier, StringComparer.Ordinal);
        foreach (var (patch, anchor) in laid?.Anchors ?? new Dictionary<string, GitAnchor>())
        {
            if (anchors.TryAdd(patch, anchor) && laid!.Superseded.TryGetValue(patch, out var earlier))
                superseded[patch] = earlier;
        }

        return new TrailOverlay { RepositoryId = repositoryId, Anchors = anchors, Superseded = superseded };
    }

    /// <param name="Commit">Null when no commit holds the patch.</param>
    /// <param name="Tier">How it was found.</param>
    /// <param name="Firm">How firmly.</param>
    /// <param name="Earlier">Where it was found before, newest first.</param>
    private sealed record Answer(string? Commit, string Tier, bool Firm, IReadOnlyList<string> Earlier)
    {
        public GitAnchor ToAnchor(string searched) => new()
        {
            LastSearchedAt = searched,
            Found = Commit is not null,
            CommitSha = Commit,
            EvidenceTier = Tier,
            EvidenceFirmness = Commit is null ? null : Firm ? "firm_observed" : "provisional",
        };
    }
}
