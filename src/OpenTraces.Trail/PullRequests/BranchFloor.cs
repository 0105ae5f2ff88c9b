using System.Text.Json;
using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail.Exits;

namespace OpenTraces.Trail.PullRequests;

/// <summary>
/// Takes what must not leave out of the words of others before anything is cut, escaped or laid out: half a secret, or one with signs
/// between its letters, is found by nobody. What is not cleared ends the whole.
/// </summary>
internal sealed class BranchFloor(Leaving leaving)
{
    public async ValueTask<BranchWords> PassAsync(Branch branch, string? title, CancellationToken cancellationToken)
    {
        var asks = new Dictionary<Ask, string>();
        var makers = new Dictionary<TraceId, string>();
        foreach (var trace in branch.Traces.Values.OrderBy(t => t.TraceId))
        {
            Ask[] own = [.. branch.Parts.Where(p => p.Trace == trace.TraceId).SelectMany(p => p.Asks).Distinct().OrderBy(a => a.Step)];
            var row = await leaving.PassAsync(w => Write(w, trace, own), $"Trace {trace.TraceId}", cancellationToken).ConfigureAwait(false);
            foreach (var (ask, text) in own.Zip(Strings(row, "asks")))
                asks[ask] = text;
            var model = row.GetProperty("model").GetString();
            makers[trace.TraceId] = row.GetProperty("agent").GetString() + (model is null ? "" : ", " + model);
        }

        string[] files = [.. branch.Parts.SelectMany(p => p.Files).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        title ??= branch.Commits.LastOrDefault(c => !c.IsMerge)?.Commit.Subject ?? "";
        var whole = await leaving.PassAsync(w => Write(w, branch, files, title), "The branch", cancellationToken).ConfigureAwait(false);
        return new BranchWords
        {
            Title = whole.GetProperty("title").GetString()!,
            Subjects = branch.Commits.Zip(Strings(whole, "subjects")).ToDictionary(p => p.First.Commit.Id, p => p.Second, StringComparer.Ordinal),
            Files = files.Zip(Strings(whole, "files")).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal),
            Asks = asks,
            Makers = makers,
            Redactions = leaving.Redactions,
        };
    }

    private static void Write(Utf8JsonWriter w, TraceSummary trace, Ask[] asks)
    {
        w.WriteStartObject();
        w.WriteString("trace_id", trace.TraceId.ToString());
        w.WriteString("session_id", trace.SessionId);
        w.WriteString("agent", trace.Agent);
        w.WriteString("model", trace.Model);
        Leaving.WriteArray(w, "asks", asks.Select(a => a.Text));
        w.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter w, Branch branch, string[] files, string title)
    {
        w.WriteStartObject();
        w.WriteString("title", title);
        Leaving.WriteArray(w, "subjects", branch.Commits.Select(c => c.Commit.Subject));
        Leaving.WriteArray(w, "files", files);
        w.WriteEndObject();
    }

    private static IEnumerable<string> Strings(JsonElement row, string name) => row.GetProperty(name).EnumerateArray().Select(t => t.GetString()!);
}
