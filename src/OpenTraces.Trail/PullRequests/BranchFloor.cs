using System.Text.Json;
using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail.Exits;

namespace OpenTraces.Trail.PullRequests;

/// <summary>
/// Takes what must not leave out of the words of others before anything is cut, escaped or laid out: half a secret, or one with signs
/// between its letters, is found by nobody. They pass twice, as they were written and as the one line that is made of them: a key of
/// many lines is found in the first alone, one with unseen signs in it in the second alone. What is not cleared ends the whole.
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
            var row = await leaving.PassAsync(w => Write(w, trace, own.Select(a => a.Text)), $"Trace {trace.TraceId}", cancellationToken).ConfigureAwait(false);
            var model = row.GetProperty("model").GetString();
            string[] texts = [row.GetProperty("agent").GetString() + (model is null ? "" : ", " + model), .. Strings(row, "asks")];
            var lines = await LinesAsync(texts, $"Trace {trace.TraceId}", cancellationToken).ConfigureAwait(false);
            makers[trace.TraceId] = lines[0];
            foreach (var (ask, line) in own.Zip(lines[1..]))
                asks[ask] = line;
        }

        string[] files = [.. branch.Parts.SelectMany(p => p.Files).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        title ??= branch.Commits.LastOrDefault(c => !c.IsMerge)?.Commit.Subject ?? "";
        var whole = await leaving.PassAsync(w => Write(w, branch, files, title), "The branch", cancellationToken).ConfigureAwait(false);
        string[] words = [whole.GetProperty("title").GetString()!, .. Strings(whole, "subjects"), .. Strings(whole, "files")];
        words = await LinesAsync(words, "The branch", cancellationToken).ConfigureAwait(false);
        var count = branch.Commits.Count;
        return new BranchWords
        {
            Title = words[0],
            Subjects = branch.Commits.Zip(words[1..(count + 1)]).ToDictionary(p => p.First.Commit.Id, p => p.Second, StringComparer.Ordinal),
            Files = files.Zip(words[(count + 1)..]).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal),
            Asks = asks,
            Makers = makers,
            Redactions = leaving.Redactions,
        };
    }

    /// <summary>Each text as one line, passed once more as that.</summary>
    private async ValueTask<string[]> LinesAsync(string[] texts, string what, CancellationToken cancellationToken)
    {
        var row = await leaving.PassAsync(
            w =>
            {
                w.WriteStartObject();
                Leaving.WriteArray(w, "lines", texts.Select(QuotedText.OneLine));
                w.WriteEndObject();
            },
            what, cancellationToken).ConfigureAwait(false);
        return [.. Strings(row, "lines")];
    }

    private static void Write(Utf8JsonWriter w, TraceSummary trace, IEnumerable<string> asks)
    {
        w.WriteStartObject();
        w.WriteString("trace_id", trace.TraceId.ToString());
        w.WriteString("session_id", trace.SessionId);
        w.WriteString("agent", trace.Agent);
        w.WriteString("model", trace.Model);
        Leaving.WriteArray(w, "asks", asks);
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
