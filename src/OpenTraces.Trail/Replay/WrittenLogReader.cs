using System.Text.Json;
using OpenTraces.Trail.Git;

namespace OpenTraces.Trail.Replay;

/// <summary>Reads and checks the log of a clone. One that a replay did not write is not read any further.</summary>
internal sealed class WrittenLogReader(IGitRepository git)
{
    private const int MaxEvents = 10_000_000;

    private const string MessageStart = "opentraces trail event batch ";

    private readonly HashSet<string> _subjects = new(StringComparer.Ordinal);
    private readonly HashSet<string> _traces = new(StringComparer.Ordinal);
    private long _events;
    private string? _last;

    public static string MessageOf(string batchId) => MessageStart + batchId + "\n";

    public async ValueTask<WrittenLog> ReadAsync(CancellationToken cancellationToken)
    {
        if (await git.FindReferenceAsync(ReplayReceipt.Reference, cancellationToken).ConfigureAwait(false) is not { } head)
            return WrittenLog.Empty;
        var batches = await ListAsync(head, cancellationToken).ConfigureAwait(false);
        var names = new List<(GitCommit Batch, string Name)>();
        var index = 0;
        await foreach (var file in git.ReadNamedAsync([.. batches.Select(b => $"{b.Id}:batch.json")], cancellationToken).ConfigureAwait(false))
        {
            var batch = batches[index++];
            var count = CountOf(batch, file);
            // A stranger's number is no reason to run out of memory.
            if (count > MaxEvents - names.Count)
                throw ReplayFailure.Foreign();
            for (; count > 0; count--)
                names.Add((batch, $"{batch.Id}:{LogEvent.PathOf(names.Count + 1L)}"));
        }

        await foreach (var file in git.ReadNamedAsync([.. names.Select(n => n.Name)], cancellationToken).ConfigureAwait(false))
            Take(names[(int)_events].Batch.Id, file);
        return new WrittenLog { Head = head, Events = _events, LastEventId = _last, Subjects = _subjects, Traces = _traces };
    }

    private async ValueTask<List<GitCommit>> ListAsync(string head, CancellationToken cancellationToken)
    {
        var batches = new List<GitCommit>();
        foreach (var commit in (await git.ListCommitsAsync([head], false, cancellationToken).ConfigureAwait(false)).Commits)
        {
            string[] expected = batches.Count == 0 ? [] : [batches[^1].Id];
            if (!commit.Parents.SequenceEqual(expected) || !commit.Subject.StartsWith(MessageStart, StringComparison.Ordinal))
                throw ReplayFailure.Foreign();
            batches.Add(commit);
        }

        return batches;
    }

    private static int CountOf(GitCommit batch, byte[]? file)
    {
        if (file is null)
            throw ReplayFailure.Foreign();
        try
        {
            using var json = JsonDocument.Parse(file);
            var root = json.RootElement;
            if (root.GetProperty("writer").GetString() != LogEvent.Writer || MessageStart + root.GetProperty("batch_id").GetString() != batch.Subject)
                throw ReplayFailure.Foreign();
            return root.GetProperty("event_count").TryGetInt32(out var count) && count > 0 ? count : throw ReplayFailure.Damaged(batch.Id);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw ReplayFailure.Foreign();
        }
    }

    private void Take(string batch, byte[]? file)
    {
        if (file is null)
            throw ReplayFailure.Damaged(batch);
        try
        {
            using var json = JsonDocument.Parse(file);
            var root = json.RootElement;
            var id = root.GetProperty("event_id").GetString();
            if (root.GetProperty("event_sequence").GetInt64() != ++_events || root.GetProperty("previous_event_id").GetString() != _last || id != LogEvent.Recompute(root))
                throw ReplayFailure.Damaged(batch);
            _last = id;
            _traces.Add(root.GetProperty("trace_id").GetString() ?? "");
            var payload = root.GetProperty("payload");
            var name = root.GetProperty("event_type").GetString() == LogDraft.AnchorCreated ? "git_anchor_id" : "trace_patch_id";
            _subjects.Add(payload.GetProperty(name).GetString() ?? "");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw ReplayFailure.Damaged(batch);
        }
    }
}
