using OpenTraces.Attribution.Text;
using OpenTraces.Attribution.Truth;

namespace OpenTraces.Attribution.Actors;

/// <summary>Thinks of edits: new functions, statements, changed lines, deletions, imports, and copies of what stands elsewhere.</summary>
internal sealed class EditPlanner(Random random)
{
    public Words Words { get; } = new(random);

    /// <param name="tree">What there is.</param>
    /// <param name="paths">The files that may be edited.</param>
    public PlannedEdit Plan(TrueTree tree, IReadOnlyList<string> paths)
    {
        var path = paths[random.Next(paths.Count)];
        var file = tree[path];
        var language = Language.Of(path);
        return random.Next(20) switch
        {
            < 6 => AddFunction(path, file, language),
            < 9 => AddStatement(path, file, language),
            < 14 => Change(path, file, language),
            < 16 => Delete(path, file),
            < 18 => AddImport(path, file, language),
            _ => Copy(tree, path, file, language),
        };
    }

    public PlannedEdit AddFunction(string path, TrueFile file, Language language) =>
        new(path, Gap(file), 0, language.Function(Words, random));

    public PlannedEdit AddStatement(string path, TrueFile file, Language language)
    {
        int[] places = [.. Enumerable.Range(1, Math.Max(0, file.Lines.Count - 1)).Where(i => IsBody(file, i - 1))];
        return places.Length == 0
            ? AddFunction(path, file, language)
            : new PlannedEdit(path, places[random.Next(places.Length)], 0, language.Statement(Words, random));
    }

    /// <summary>One to four lines become others: some with a word changed, some new.</summary>
    public PlannedEdit Change(string path, TrueFile file, Language language)
    {
        int[] places = [.. Enumerable.Range(0, file.Lines.Count).Where(i => IsBody(file, i))];
        if (places.Length == 0)
            return AddFunction(path, file, language);
        var start = places[random.Next(places.Length)];
        var count = 1;
        while (count < 4 && start + count < file.Lines.Count && IsBody(file, start + count) && random.Next(2) == 0)
            count++;
        var texts = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var old = file.Lines[start + i].Text;
            if (random.Next(3) == 0)
                texts.AddRange(language.Statement(Words, random));
            else
                texts.Add(Words.Vary(old));
        }

        return new PlannedEdit(path, start, count, texts);
    }

    public PlannedEdit Delete(string path, TrueFile file)
    {
        int[] places = [.. Enumerable.Range(0, file.Lines.Count).Where(i => IsBody(file, i))];
        if (places.Length < 8)
            return AddFunction(path, file, Language.Of(path));
        var start = places[random.Next(places.Length)];
        var count = 1;
        while (count < 5 && start + count < file.Lines.Count && IsBody(file, start + count) && random.Next(3) > 0)
            count++;
        return new PlannedEdit(path, start, count, []);
    }

    public PlannedEdit AddImport(string path, TrueFile file, Language language)
    {
        var last = file.Lines.Index().LastOrDefault(l => language.IsImport(l.Item.Text), (-1, null!)).Index;
        return new PlannedEdit(path, last + 1, 0, [language.Import(Words)]);
    }

    /// <summary>A block that stands somewhere already, whoever wrote it, typed again.</summary>
    private PlannedEdit Copy(TrueTree tree, string path, TrueFile file, Language language)
    {
        var others = tree.Files.Where(f => f.Key.EndsWith(language.Extension, StringComparison.Ordinal)).ToArray();
        var from = others[random.Next(others.Length)].Value;
        int[] places = [.. Enumerable.Range(0, from.Lines.Count).Where(i => IsBody(from, i))];
        if (places.Length == 0)
            return AddFunction(path, file, language);
        var start = places[random.Next(places.Length)];
        var texts = from.Lines.Skip(start).Take(random.Next(2, 8)).TakeWhile(l => l.Text.Length > 0).Select(l => l.Text).ToArray();
        return new PlannedEdit(path, Gap(file), 0, [.. texts, ""]);
    }

    /// <summary>A place between functions.</summary>
    private int Gap(TrueFile file)
    {
        int[] gaps = [.. Enumerable.Range(1, file.Lines.Count).Where(i => file.Lines[i - 1].Text.Length == 0
            && (i == file.Lines.Count || file.Lines[i].Text.Length > 0) && i > 2)];
        return gaps.Length == 0 ? file.Lines.Count : gaps[random.Next(gaps.Length)];
    }

    private static bool IsBody(TrueFile file, int line) =>
        file.Lines[line].Text is { Length: > 0 } text && (text[0] is ' ' or '-' || char.IsUpper(text[0])) && file.Lines[line].Says && line > 3;
}
