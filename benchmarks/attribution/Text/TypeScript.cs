namespace OpenTraces.Attribution.Text;

internal sealed class TypeScript : Language
{
    public override string Extension => ".ts";

    public override List<string> Header(Words words, Random random)
    {
        var lines = new List<string>();
        for (var i = random.Next(1, 5); i > 0; i--)
            lines.Add(Import(words));
        lines.Add("");
        return lines;
    }

    public override string Import(Words words) => $"import {{ {words.Pascal()} }} from './{words.Noun()}';";

    public override bool IsImport(string line) => line.StartsWith("import ", StringComparison.Ordinal);

    public override List<string> Function(Words words, Random random)
    {
        var lines = new List<string>
        {
            $"export function {words.Verb()}{words.Pascal()}({string.Join(", ", Enumerable.Range(0, random.Next(4)).Select(_ => words.Camel() + ": number"))}) {{",
        };
        for (var i = random.Next(1, 5); i > 0; i--)
            lines.AddRange(Statement(words, random));
        lines.AddRange([random.Next(3) == 0 ? "  return result;" : $"  return {words.Camel()};", "}", ""]);
        return lines;
    }

    public override List<string> Statement(Words words, Random random) => random.Next(9) switch
    {
        0 => [$"  if (!{words.Camel()}) {{", "    return null;", "  }"],
        1 => [$"  for (const {words.Noun()} of {words.Camel()}) {{", $"    {words.Camel()}.{words.Verb()}({words.Noun()});", "  }"],
        2 => [$"  if ({words.Camel()} > {words.Number()}) {{", $"    throw new Error('{words.Noun()} {words.Noun()} {words.Verb()}');", "  }"],
        3 => [$"  const {words.Camel()} = {words.Verb()}{words.Pascal()}({words.Camel()}, {words.Camel()}, {words.Number()});"],
        4 => [$"  // {Words.Upper(words.Verb())} the {words.Noun()} before the {words.Noun()} is there.", $"  {words.Camel()} += {words.Number()};"],
        5 => ["  try {", $"    {words.Verb()}{words.Pascal()}();", "  } catch {", "  }"],
        6 => [$"  {words.Camel()}.{words.Verb()}();"],
        7 => [$"  const {words.Camel()} = new {words.Pascal()}({words.Camel()}, {words.Camel()}, {words.Camel()}, {words.Camel()});"],
        _ => [$"  const {words.Camel()} = {words.Camel()} + {words.Camel()};", $"  {words.Verb()}{words.Pascal()}({words.Camel()});"],
    };
}
