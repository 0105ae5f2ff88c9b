using OpenTraces.Capture.Harnesses;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Capture.Tests.Import;

/// <summary>Which of the sessions at hand is which harness's, decided file by file by looking at it: <c>corpus-formats.tsv</c>.</summary>
public class CorpusFormatTests
{
    internal static IReadOnlyDictionary<string, string> Table { get; } =
        File.ReadLines(Repository.PathOf("tests", "OpenTraces.Capture.Tests", "Import", "corpus-formats.tsv"))
            .Select(line => line.Split('\t')).ToDictionary(row => row[0], row => row[1], StringComparer.Ordinal);

    [Fact]
    public void Every_file_of_the_corpus_stands_in_the_table() => Assert.Equal(Corpus.Files(), Table.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Every_file_of_the_corpus_is_told_by_its_content()
    {
        var wrong = new List<string>();
        foreach (var path in Corpus.Files())
        {
            var told = Tell(Corpus.Require(path), Path.GetFileName(path));
            if (told != Table.GetValueOrDefault(path))
                wrong.Add($"{path}\t{told}\t(table: {Table.GetValueOrDefault(path)})");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void A_session_is_told_whatever_its_file_is_called()
    {
        foreach (var (path, expected) in Table.Where(row => !row.Value.StartsWith("unsupported:", StringComparison.Ordinal)))
            Assert.Equal(expected, Tell(Corpus.Require(path), "README.md"));
    }

    private static string Tell(string path, string name)
    {
        var bytes = File.ReadAllBytes(path);
        var header = bytes.AsSpan(0, Math.Min(bytes.Length, HarnessProbe.HeaderLength));
        var (parser, format) = new HarnessCatalog().Detect(new HarnessProbe(header, header.Length == bytes.Length, name));
        return parser?.Harness ?? "unsupported:" + format;
    }
}
