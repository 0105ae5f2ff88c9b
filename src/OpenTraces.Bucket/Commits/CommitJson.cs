using System.Globalization;
using System.Text.Json;
using OpenTraces.Bucket.Envelopes;
using OpenTraces.Bucket.Events;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Commits;

/// <summary>The event of an <see cref="ObservedCommit"/>.</summary>
internal static class CommitJson
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public static EventDraft Draft(TraceId trace, ObservedCommit commit) => new()
    {
        Kind = TraceEvents.CommitObserved,
        TraceId = trace,
        Data = RawJson.Build(writer => Write(writer, commit)),
    };

    /// <exception cref="OpenTracesException">The event does not say what one of its kind says.</exception>
    public static ObservedCommit Read(TraceEvent one)
    {
        try
        {
            return Read(one.Data.ToElement(), one.Time);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new OpenTracesException(OpenTracesErrorCode.StoreCorrupt,
                $"Event {one.Sequence} does not say what an event of kind '{one.Kind}' says. Restore the bucket from a copy, or import the session again into a new one.", e);
        }
    }

    private static void Write(Utf8JsonWriter writer, ObservedCommit commit)
    {
        writer.WriteStartObject();
        writer.WriteString("repository_id"u8, commit.RepositoryId);
        writer.WriteString("commit"u8, commit.CommitSha);
        writer.WriteStartArray("parents"u8);
        foreach (var parent in commit.Parents)
            writer.WriteStringValue(parent);
        writer.WriteEndArray();
        writer.WriteString("tree"u8, commit.Tree);
        if (commit.PatchId is { } patchId)
            writer.WriteString("patch_id"u8, patchId);
        writer.WriteString("committer_time"u8, commit.CommitterTime.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
        writer.WriteStartArray("patches"u8);
        foreach (var patch in commit.Patches)
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, patch.PatchId);
            writer.WriteString("tier"u8, patch.Tier);
            writer.WriteBoolean("firm"u8, patch.Firm);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static ObservedCommit Read(JsonElement json, DateTimeOffset time) => new()
    {
        RepositoryId = Text(json, "repository_id"),
        CommitSha = Text(json, "commit"),
        Parents = [.. json.GetProperty("parents"u8).EnumerateArray().Select(p => p.GetString()!)],
        Tree = Text(json, "tree"),
        PatchId = json.TryGetProperty("patch_id"u8, out var patchId) ? patchId.GetString() : null,
        CommitterTime = DateTimeOffset.ParseExact(
            Text(json, "committer_time"), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        Patches = [.. json.GetProperty("patches"u8).EnumerateArray()
            .Select(p => new ObservedPatch(Text(p, "id"), Text(p, "tier"), p.GetProperty("firm"u8).GetBoolean()))],
        ObservedAt = time,
    };

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? throw new FormatException($"No {name}.");
}
