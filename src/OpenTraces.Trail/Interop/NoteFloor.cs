using OpenTraces.Trail.Exits;

namespace OpenTraces.Trail.Interop;

/// <summary>
/// Takes what must not leave out of the texts of a document before it is made, so that not even a key that is a hash tells of it. An id or a
/// path that is another names something else, so what would change one refuses the whole.
/// </summary>
internal sealed class NoteFloor(Leaving leaving)
{
    /// <summary>What may be said of the model of a trace, whose ids must be as they are.</summary>
    public async ValueTask<string?> PassAsync(CommitBlameTrace trace, string? model, CancellationToken cancellationToken)
    {
        var what = $"Trace {trace.TraceId}";
        await leaving.RequireAsync(
            w =>
            {
                w.WriteStartObject();
                w.WriteString("trace_id", trace.TraceId.ToString());
                w.WriteString("session_id", trace.SessionId);
                w.WriteString("agent", trace.Agent);
                w.WriteEndObject();
            },
            what, cancellationToken).ConfigureAwait(false);
        return await PassAsync("model", model, what, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<string?> PassHumanAsync(string? human, CancellationToken cancellationToken) =>
        PassAsync("human_author", human, "The name of who asked", cancellationToken);

    public ValueTask RequirePathsAsync(IEnumerable<string> paths, CancellationToken cancellationToken) => leaving.RequireAsync(
        w =>
        {
            w.WriteStartObject();
            Leaving.WriteArray(w, "files", paths);
            w.WriteEndObject();
        },
        "The name of a file that the commit changed", cancellationToken);

    /// <summary>The finished document passes again; what is found in it now cannot be taken out any more.</summary>
    public ValueTask RequireAsync(AuthorshipDocument document, CancellationToken cancellationToken) =>
        leaving.RequireAsync(document.Text, "The finished document", cancellationToken);

    private async ValueTask<string?> PassAsync(string name, string? text, string what, CancellationToken cancellationToken)
    {
        if (text is null)
            return null;
        var row = await leaving.PassAsync(
            w =>
            {
                w.WriteStartObject();
                w.WriteString(name, text);
                w.WriteEndObject();
            },
            what, cancellationToken).ConfigureAwait(false);
        return row.GetProperty(name).GetString();
    }
}
