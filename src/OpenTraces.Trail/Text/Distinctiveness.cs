using System.Collections.Frozen;

namespace OpenTraces.Trail.Text;

/// <summary>Tells text that names something from text that any file may hold.</summary>
internal static class Distinctiveness
{
    /// <summary>So many different words make a text distinctive.</summary>
    public const int Enough = 3;

    private static readonly FrozenSet<string> Common = new[]
    {
        "abstract", "and", "any", "args", "array", "async", "await", "base", "begin", "bool", "boolean", "break", "byte", "case", "catch",
        "char", "class", "const", "continue", "def", "default", "del", "delete", "div", "else", "elif", "end", "enum", "err", "error",
        "except", "export", "extends", "false", "final", "finally", "float", "fmt", "for", "foreach", "from", "func", "function", "get",
        "goto", "if", "impl", "implements", "import", "include", "int", "interface", "internal", "is", "lambda", "len", "let", "list", "long",
        "main", "map", "match", "mod", "module", "mut", "namespace", "new", "nil", "none", "not", "null", "number", "object", "out",
        "override", "package", "pass", "print", "private", "protected", "pub", "public", "raise", "readonly", "record", "ref", "require",
        "return", "sealed", "self", "set", "short", "span", "static", "str", "string", "struct", "super", "switch", "test", "the", "then",
        "this", "throw", "throws", "trait", "true", "try", "type", "typeof", "undefined", "unsigned", "use", "using", "val", "value",
        "var", "virtual", "void", "when", "where", "while", "with", "yield",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>True when a line has a distinctive word.</summary>
    public static bool IsTelling(string line)
    {
        var words = new HashSet<int>();
        Collect(line, new Vocabulary(), words);
        return words.Count > 0;
    }

    /// <summary>Adds the distinctive words of a line: at least three characters, and not a common word.</summary>
    public static void Collect(ReadOnlySpan<char> line, Vocabulary vocabulary, HashSet<int> words)
    {
        var common = Common.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var i = 0; i < line.Length;)
        {
            var start = i;
            while (i < line.Length && (char.IsLetterOrDigit(line[i]) || line[i] is '_' or '$' || char.IsSurrogate(line[i])))
                i++;
            var word = line[start..i];
            if (word.Length >= 3 && !common.Contains(word))
                words.Add(vocabulary.Add(word));
            if (i == start)
                i++;
        }
    }
}
