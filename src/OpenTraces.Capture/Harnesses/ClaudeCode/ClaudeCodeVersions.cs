using System.Globalization;

namespace OpenTraces.Capture.Harnesses.ClaudeCode;

/// <summary>What differs between versions of the harness and cannot be told from a line itself.</summary>
internal static class ClaudeCodeVersions
{
    /// <summary>
    /// True up to 2.1.42, which wrote the tokens counted when streaming began unless the message says why it stopped.
    /// False for a version that cannot be read.
    /// </summary>
    public static bool WritesPlaceholderTokens(string? version)
    {
        Span<int> numbers = stackalloc int[3];
        return TryRead(version, numbers)
            && (numbers[0] < 2 || (numbers[0] == 2 && (numbers[1] < 1 || (numbers[1] == 1 && numbers[2] <= 42))));
    }

    private static bool TryRead(string? version, Span<int> numbers)
    {
        var rest = version.AsSpan();
        for (var i = 0; i < numbers.Length; i++)
        {
            var dot = rest.IndexOf('.');
            var part = dot < 0 ? rest : rest[..dot];
            var digits = part.IndexOfAnyExceptInRange('0', '9');
            if (digits >= 0)
                part = part[..digits];
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
                return false;
            rest = dot < 0 ? default : rest[(dot + 1)..];
        }

        return true;
    }
}
