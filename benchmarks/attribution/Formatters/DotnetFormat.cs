using System.Diagnostics;
using System.Globalization;
using OpenTraces.Attribution.Truth;

namespace OpenTraces.Attribution.Formatters;

/// <summary>
/// <c>dotnet format whitespace</c>. It takes seconds to start, so the files of all histories are formatted in one run
/// before any is measured. It only moves white space: the other characters, in order, say which line became which.
/// </summary>
internal sealed class DotnetFormat
{
    private readonly Dictionary<string, string> _formatted = new(StringComparer.Ordinal);

    public void Collect(string path, TrueFile file)
    {
        if (path.EndsWith(".cs", StringComparison.Ordinal))
            _formatted.TryAdd(file.Text, file.Text);
    }

    /// <summary>Formats everything that was collected.</summary>
    public void FormatAll()
    {
        if (_formatted.Count == 0)
            return;
        var folder = Directory.CreateTempSubdirectory("attribution-format-").FullName;
        try
        {
            string[] texts = [.. _formatted.Keys];
            for (var i = 0; i < texts.Length; i++)
                File.WriteAllText(Name(folder, i), texts[i]);
            var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var argument in (string[])["format", "whitespace", "--folder", folder])
                start.ArgumentList.Add(argument);
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
                throw new InvalidOperationException("dotnet format: " + errors.GetAwaiter().GetResult());
            for (var i = 0; i < texts.Length; i++)
                _formatted[texts[i]] = File.ReadAllText(Name(folder, i)).Replace("\r\n", "\n", StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    public TrueFile Run(string path, TrueFile file, Ledger ledger)
    {
        if (!path.EndsWith(".cs", StringComparison.Ordinal))
            return file;
        var texts = _formatted[file.Text].Split('\n')[..^1];
        var from = file.Lines.SelectMany(l => l.Text.Where(c => !char.IsWhiteSpace(c)).Select(c => (Sign: c, Line: l))).ToArray();
        var lines = new List<TrueLine>();
        var (at, blank) = (0, 0);
        foreach (var text in texts)
        {
            var count = text.Count(c => !char.IsWhiteSpace(c));
            var signs = from[at..(at + count)];
            if (!signs.Select(s => s.Sign).SequenceEqual(text.Where(c => !char.IsWhiteSpace(c))))
                throw new InvalidOperationException("The formatter changed more than white space.");
            at += count;
            TrueLine[] sources = [.. signs.Select(s => s.Line).Distinct()];
            lines.Add(sources switch
            {
                [] => Blank(file, lines, ref blank, ledger),
                [var one] when one.Text == text => one,
                _ => ledger.LaidOut(text, sources),
            });
        }

        return file with { Lines = lines };
    }

    private static TrueLine Blank(TrueFile file, List<TrueLine> lines, ref int from, Ledger ledger)
    {
        // The next blank line of the file that was not used; formatters of white space do not make new ones.
        for (; from < file.Lines.Count; from++)
        {
            if (string.IsNullOrWhiteSpace(file.Lines[from].Text))
                return file.Lines[from++];
        }

        return ledger.ByPerson("");
    }

    private static string Name(string folder, int number) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"f{number}.cs"));
}
