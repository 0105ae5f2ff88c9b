namespace OpenTraces.Attribution.Text;

internal sealed class CSharp : Language
{
    public override string Extension => ".cs";

    public override List<string> Header(Words words, Random random)
    {
        var lines = new List<string> { "using System;" };
        for (var i = random.Next(4); i > 0; i--)
            lines.Add(Import(words));
        lines.AddRange(["", $"namespace Shop.{words.Pascal()};", "", $"internal sealed class {words.Pascal()}{Words.Upper(words.Noun())}", "{"]);
        return lines;
    }

    public override string Import(Words words) => $"using Shop.{words.Pascal()};";

    public override bool IsImport(string line) => line.StartsWith("using ", StringComparison.Ordinal);

    public override List<string> Footer() => ["}"];

    public override List<string> Function(Words words, Random random)
    {
        var (type, name) = (words.Pascal(), Words.Upper(words.Verb()) + words.Pascal());
        var lines = new List<string> { random.Next(2) == 0 ? $"    public {type} {name}({Parameters(words, random)})" : $"    private static int {name}({Parameters(words, random)})", "    {" };
        for (var i = random.Next(1, 5); i > 0; i--)
            lines.AddRange(Statement(words, random));
        lines.AddRange([random.Next(3) == 0 ? "        return result;" : $"        return {words.Camel()};", "    }", ""]);
        return lines;
    }

    public override List<string> Statement(Words words, Random random) => [.. Neat(words, random).Select(l => Sloppy(l, random))];

    /// <summary>As it is typed in a hurry, which a formatter puts right.</summary>
    private static string Sloppy(string line, Random random) => random.Next(20) switch
    {
        0 => line.Replace(" = ", "=", StringComparison.Ordinal),
        1 => line.Replace(", ", ",", StringComparison.Ordinal),
        2 => "  " + line,
        3 => line.Replace("if (", "if(", StringComparison.Ordinal).Replace("(", "( ", StringComparison.Ordinal),
        _ => line,
    };

    private static List<string> Neat(Words words, Random random) => random.Next(9) switch
    {
        0 => [$"        if ({words.Camel()} == null)", "        {", "            return null;", "        }"],
        1 => [$"        foreach (var {words.Noun()} in {words.Camel()})", "        {", $"            {words.Camel()}.{Words.Upper(words.Verb())}({words.Noun()});", "        }"],
        2 => [$"        if ({words.Camel()} > {words.Number()})", $"            throw new InvalidOperationException(\"{words.Noun()} {words.Noun()} {words.Verb()}\");"],
        3 => [$"        var {words.Camel()} = {words.Camel()}.{Words.Upper(words.Verb())}({words.Camel()}, {words.Camel()}, {words.Number()});"],
        4 => [$"        // {Words.Upper(words.Verb())} the {words.Noun()} before the {words.Noun()} is there.", $"        {words.Camel()} += {words.Number()};"],
        5 => ["        continue;"],
        6 => [$"        {words.Camel()}.{Words.Upper(words.Verb())}();"],
        7 => [$"        var {words.Camel()} = new {words.Pascal()}({words.Camel()}, {words.Camel()}, {words.Camel()}, {words.Camel()});"],
        _ => [$"        var {words.Camel()} = {words.Camel()} + {words.Camel()};", $"        {Words.Upper(words.Verb())}{words.Pascal()}({words.Camel()});"],
    };

    private static string Parameters(Words words, Random random) =>
        string.Join(", ", Enumerable.Range(0, random.Next(4)).Select(_ => $"int {words.Camel()}"));
}
