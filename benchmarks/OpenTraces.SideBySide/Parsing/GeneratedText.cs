using System.Globalization;
using System.Text;

namespace OpenTraces.SideBySide.Parsing;

/// <summary>Lines as tools print them, escaped for JSON. The same seed gives the same lines on every machine.</summary>
internal sealed class GeneratedText
{
    private const int Lines = 20_000;

    private static readonly string[] Words =
        """
        error warning test build commit parser reader stream buffer index segment frame trace step patch anchor branch merge
        token usage model cache retry timeout socket file folder path line column value string number object array null true
        false public static void return class record sealed internal async await using namespace var new foreach if else
        passed failed skipped running done in of the a to and for with from at on é ü 漢字 ✓ → naïve
        """.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);

    private readonly byte[][] _lines = new byte[Lines][];
    private readonly Random _random;

    public GeneratedText(int seed)
    {
        _random = new Random(seed);
        var line = new StringBuilder();
        for (var i = 0; i < Lines; i++)
        {
            line.Clear();
            Fill(line);
            _lines[i] = Encoding.UTF8.GetBytes(line.ToString());
        }
    }

    public int Next(int from, int to) => _random.Next(from, to);

    /// <summary>Writes lines until there are so many bytes, each followed by an escaped line feed.</summary>
    public void Write(Stream output, int bytes)
    {
        for (var written = 0; written < bytes;)
        {
            var line = _lines[_random.Next(Lines)];
            output.Write(line);
            written += line.Length;
        }
    }

    private void Fill(StringBuilder line)
    {
        line.Append(CultureInfo.InvariantCulture, $"{_random.Next(1, 2000),5}:");
        line.Append(_random.Next(4) == 0 ? "\\t\\t" : "    ");
        var words = _random.Next(3, 14);
        for (var w = 0; w < words; w++)
        {
            var word = Words[_random.Next(Words.Length)];
            switch (_random.Next(14))
            {
                case 0:
                    line.Append("\\\"").Append(word).Append("\\\" ");
                    break;
                case 1:
                    line.Append(CultureInfo.InvariantCulture, $"src/{word}/File{_random.Next(500)}.cs:{_random.Next(900)} ");
                    break;
                case 2:
                    line.Append(CultureInfo.InvariantCulture, $"{_random.Next(100_000)} ");
                    break;
                default:
                    line.Append(word).Append(' ');
                    break;
            }
        }

        line.Append("\\n");
    }
}
