using OpenTraces.Schema;

namespace OpenTraces.Trail.GitHub;

/// <summary>The part of a description that is ours, between two lines that nobody sees. What people wrote around it is theirs.</summary>
internal static class MarkedPart
{
    public const string Begin = "<!-- opentraces:begin -->";
    public const string End = "<!-- opentraces:end -->";

    /// <param name="body">Ends with a line feed.</param>
    public static string Of(string body) => $"{Begin}\n{body}{End}\n";

    /// <summary>The description with our part anew; at its end when it has none yet.</summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.Precondition"/>: the lines do not mark one part.</exception>
    public static string Put(string description, string body)
    {
        var begins = Find(description, Begin);
        var ends = Find(description, End);
        if (begins.Count == 0 && ends.Count == 0)
            return string.IsNullOrWhiteSpace(description) ? Of(body) : description.TrimEnd() + "\n\n" + Of(body);
        if (begins is not [var begin] || ends is not [var end] || end.Start < begin.Start)
        {
            throw new OpenTracesException(OpenTracesErrorCode.Precondition,
                $"The description has other lines '{Begin}' and '{End}' than one of each in this order. Mend them there, or replace the whole description.");
        }

        return description[..begin.Start] + Of(body) + description[end.Next..];
    }

    /// <summary>Lines that are the mark and nothing else; a mention of it inside a sentence is none.</summary>
    private static List<(int Start, int Next)> Find(string text, string mark)
    {
        var found = new List<(int, int)>();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            var next = end < 0 ? text.Length : end + 1;
            if (text.AsSpan(start, next - start).Trim().SequenceEqual(mark))
                found.Add((start, next));
            start = next;
        }

        return found;
    }
}
