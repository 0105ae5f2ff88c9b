namespace OpenTraces.Attribution.Text;

internal sealed class Python : Language
{
    public override string Extension => ".py";

    public override List<string> Header(Words words, Random random)
    {
        var lines = new List<string> { $"\"\"\"{Words.Upper(words.Verb())}s the {words.Noun()} of a {words.Noun()}.\"\"\"", "" };
        for (var i = random.Next(1, 5); i > 0; i--)
            lines.Add(Import(words));
        lines.AddRange(["", $"DEFAULT_{words.Noun().ToUpperInvariant()} = {words.Number()}", ""]);
        return lines;
    }

    public override string Import(Words words) => $"from {words.Noun()}s import {words.Pascal()}";

    public override bool IsImport(string line) => line.StartsWith("from ", StringComparison.Ordinal) || line.StartsWith("import ", StringComparison.Ordinal);

    public override List<string> Function(Words words, Random random)
    {
        var lines = new List<string> { $"def {words.Verb()}_{words.Snake()}({string.Join(", ", Enumerable.Range(0, random.Next(4)).Select(_ => words.Snake()))}):" };
        if (random.Next(2) == 0)
            lines.Add($"    \"\"\"{Words.Upper(words.Verb())} the {words.Noun()} {words.Noun()}.\"\"\"");
        for (var i = random.Next(1, 5); i > 0; i--)
            lines.AddRange(Statement(words, random));
        lines.AddRange([random.Next(3) == 0 ? "    return result" : $"    return {words.Snake()}", "", ""]);
        return lines;
    }

    public override List<string> Statement(Words words, Random random) => random.Next(9) switch
    {
        0 => [$"    if {words.Snake()} is None:", "        return None"],
        1 => [$"    for {words.Noun()} in {words.Snake()}:", $"        {words.Snake()}.{words.Verb()}({words.Noun()})"],
        2 => [$"    if {words.Snake()} > {words.Number()}:", $"        raise ValueError(\"{words.Noun()} {words.Noun()} {words.Verb()}\")"],
        3 => [$"    {words.Snake()} = {words.Verb()}_{words.Snake()}({words.Snake()}, {words.Snake()}, {words.Number()})"],
        4 => [$"    # {Words.Upper(words.Verb())} the {words.Noun()} before the {words.Noun()} is there.", $"    {words.Snake()} += {words.Number()}"],
        5 => ["    try:", $"        {words.Verb()}_{words.Snake()}()", "    except KeyError:", "        pass"],
        6 => [$"    {words.Snake()}.{words.Verb()}()"],
        7 => [$"    {words.Snake()} = {words.Pascal()}({words.Snake()}, {words.Snake()}, {words.Snake()}, {words.Snake()})"],
        _ => [$"    {words.Snake()} = {words.Snake()} + {words.Snake()}", $"    {words.Verb()}_{words.Snake()}({words.Snake()})"],
    };
}
