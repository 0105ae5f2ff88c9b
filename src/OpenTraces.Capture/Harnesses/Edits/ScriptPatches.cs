using System.Globalization;
using System.Text;

namespace OpenTraces.Capture.Harnesses.Edits;

/// <summary>
/// Finds the patches in a JavaScript that calls tools: string literals, of all three quotes, that hold a patch whole. One
/// put together at run time is not read, for nobody can tell what it became.
/// </summary>
internal static class ScriptPatches
{
    /// <summary>The texts of such literals, where the script names <c>apply_patch</c> at all.</summary>
    public static List<string> Find(string script)
    {
        var found = new List<string>();
        if (!script.Contains("apply_patch", StringComparison.Ordinal))
            return found;
        var value = new StringBuilder();
        for (var at = 0; at < script.Length;)
        {
            if (TrySkipComment(script, ref at))
                continue;
            if (script[at] is not ('"' or '\'' or '`'))
            {
                at++;
                continue;
            }

            if (ReadLiteral(script, ref at, value) && IsPatch(value.ToString(), out var text))
                found.Add(text);
        }

        return found;
    }

    /// <summary>A literal that is a patch, or a command that hands one on.</summary>
    private static bool IsPatch(string text, out string patch)
    {
        patch = text;
        return ApplyPatchReader.HasPatch(text)
            && (text.TrimStart().StartsWith("*** Begin Patch", StringComparison.Ordinal) || ApplyPatchReader.IsCommand(text));
    }

    private static bool TrySkipComment(string script, ref int at)
    {
        if (script[at] != '/' || at + 1 == script.Length || script[at + 1] is not ('/' or '*'))
            return false;
        var isLine = script[at + 1] == '/';
        var end = script.IndexOf(isLine ? "\n" : "*/", at + 2, StringComparison.Ordinal);
        at = end < 0 ? script.Length : end + (isLine ? 1 : 2);
        return true;
    }

    /// <summary>
    /// Reads from the quote to behind the closing one. False when the literal is not whole: a line end in it, a value put
    /// in, or no end.
    /// </summary>
    private static bool ReadLiteral(string script, ref int at, StringBuilder value)
    {
        var quote = script[at++];
        value.Clear();
        var isWhole = true;
        while (at < script.Length)
        {
            var unit = script[at++];
            if (unit == quote)
                return isWhole;
            if (unit == '\n' && quote != '`')
                return false;
            if (unit == '$' && quote == '`' && at < script.Length && script[at] == '{')
                isWhole = false;
            if (unit == '\\' && at < script.Length)
                Unescape(script, ref at, value);
            else
                value.Append(unit);
        }

        return false;
    }

    private static void Unescape(string script, ref int at, StringBuilder value)
    {
        var kind = script[at++];
        switch (kind)
        {
            case 'u' when TryHex(script, at, 4, out var unit):
                value.Append((char)unit);
                at += 4;
                break;
            case 'u' when at < script.Length && script[at] == '{' && script.IndexOf('}', at) is > 0 and var end
                && TryHex(script, at + 1, end - at - 1, out var point) && Rune.IsValid(point):
                value.Append(new Rune(point).ToString());
                at = end + 1;
                break;
            case 'x' when TryHex(script, at, 2, out var code):
                value.Append((char)code);
                at += 2;
                break;
            case '\r' when at < script.Length && script[at] == '\n':
                at++;
                break;
            case '\n':
                break;
            default:
                value.Append(kind switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', 'v' => '\v', '0' => '\0', _ => kind });
                break;
        }
    }

    private static bool TryHex(string script, int at, int length, out int number)
    {
        number = 0;
        return length is > 0 and <= 6 && at + length <= script.Length && int.TryParse(
            script.AsSpan(at, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
    }
}
