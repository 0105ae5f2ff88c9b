using OpenTraces.Attribution.Text;
using OpenTraces.Attribution.Truth;

namespace OpenTraces.Attribution.Formatters;

/// <summary>Imports that stand together are put in order.</summary>
internal static class SortImports
{
    public static TrueFile Run(string path, TrueFile file)
    {
        var language = Language.Of(path);
        var lines = new List<TrueLine>();
        for (var i = 0; i < file.Lines.Count;)
        {
            var end = i;
            while (end < file.Lines.Count && language.IsImport(file.Lines[end].Text))
                end++;
            if (end == i)
                lines.Add(file.Lines[i++]);
            else
                lines.AddRange(file.Lines.Skip(i).Take(end - i).OrderBy(l => l.Text, StringComparer.Ordinal));
            i = Math.Max(i, end);
        }

        return file with { Lines = lines };
    }
}
