using OpenTraces.Schema;

namespace OpenTraces.Bucket.Envelopes;

/// <summary>What a list shows of the served record. It is content, so it stands in projections only, never in the log.</summary>
internal sealed record TraceFacts(string Title, string? Project, string? Model)
{
    private const int MaxTitle = 240;

    /// <summary>The facts of a record; its steps play no part.</summary>
    public static TraceFacts Of(TraceRecord record) =>
        new(TitleOf(record.Task.Description), record.Metadata.GetString("cwd"u8), record.Agent.Model);

    private static string TitleOf(string? description)
    {
        var text = description.AsSpan().Trim();
        var end = text.IndexOfAny('\n', '\r');
        if (end >= 0)
            text = text[..end].TrimEnd();
        if (text.Length > MaxTitle)
            text = text[..(char.IsHighSurrogate(text[MaxTitle - 1]) ? MaxTitle - 1 : MaxTitle)];
        return text.ToString();
    }
}
