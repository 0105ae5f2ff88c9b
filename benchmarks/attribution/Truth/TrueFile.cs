using System.Text;

namespace OpenTraces.Attribution.Truth;

/// <summary>A file whose every line is known.</summary>
/// <param name="Lines">In order.</param>
/// <param name="IsCrlf">Whether lines end in a carriage return and a line feed.</param>
internal sealed record TrueFile(IReadOnlyList<TrueLine> Lines, bool IsCrlf = false)
{
    public string Text
    {
        get
        {
            var text = new StringBuilder();
            foreach (var line in Lines)
                text.Append(line.Text).Append(IsCrlf ? "\r\n" : "\n");
            return text.ToString();
        }
    }

    public IEnumerable<string> Texts => Lines.Select(l => l.Text);

    /// <summary>Puts lines in the place of others.</summary>
    public TrueFile With(int start, int count, IEnumerable<TrueLine> lines) =>
        this with { Lines = [.. Lines.Take(start), .. lines, .. Lines.Skip(start + count)] };
}
