namespace OpenTraces.Attribution.Text;

/// <summary>Writes source text of one language as people and agents write it, with what repeats in it.</summary>
internal abstract class Language
{
    public abstract string Extension { get; }

    /// <summary>The lines before the first function.</summary>
    public abstract List<string> Header(Words words, Random random);

    /// <summary>One line that may stand among the first ones.</summary>
    public abstract string Import(Words words);

    public abstract bool IsImport(string line);

    /// <summary>A function with a blank line after it.</summary>
    public abstract List<string> Function(Words words, Random random);

    /// <summary>One to four lines that may stand in a function.</summary>
    public abstract List<string> Statement(Words words, Random random);

    /// <summary>The lines after the last function.</summary>
    public virtual List<string> Footer() => [];

    public static Language Of(string path) => All.First(l => path.EndsWith(l.Extension, StringComparison.Ordinal));

    public static IReadOnlyList<Language> All { get; } = [new CSharp(), new Python(), new TypeScript(), new Prose()];
}
