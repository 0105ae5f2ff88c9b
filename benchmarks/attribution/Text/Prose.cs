namespace OpenTraces.Attribution.Text;

internal sealed class Prose : Language
{
    public override string Extension => ".md";

    public override List<string> Header(Words words, Random random) => [$"# {words.Pascal()}", "", Sentence(words), ""];

    public override string Import(Words words) => $"- [{words.Noun()}]({words.Noun()}.md)";

    public override bool IsImport(string line) => line.StartsWith("- [", StringComparison.Ordinal);

    public override List<string> Function(Words words, Random random)
    {
        var lines = new List<string> { $"## {Words.Upper(words.Verb())} a {words.Noun()}", "" };
        for (var i = random.Next(1, 4); i > 0; i--)
            lines.AddRange(Statement(words, random));
        lines.Add("");
        return lines;
    }

    public override List<string> Statement(Words words, Random random) => random.Next(4) switch
    {
        0 => [$"- {words.Verb()} the {words.Noun()} of each {words.Noun()}"],
        1 => ["```", $"shop {words.Verb()} --{words.Noun()} {words.Number()}", "```"],
        2 => [Sentence(words), Sentence(words)],
        _ => [Sentence(words)],
    };

    private static string Sentence(Words words) =>
        $"The {words.Noun()} {words.Verb()}s every {words.Noun()} that the {words.Noun()} of a {words.Noun()} {words.Verb()}s.";
}
