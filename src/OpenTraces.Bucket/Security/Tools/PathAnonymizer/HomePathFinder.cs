using System.Text.RegularExpressions;

namespace OpenTraces.Bucket.Security;

/// <summary>Finds home directories in the forms of macOS, Linux, Windows and WSL, with any number of escapes on the separators.</summary>
internal static partial class HomePathFinder
{
    // How far to the left the beginning of a path is looked for. Beyond it the path is taken to be absolute.
    private const int MaxLookBack = 256;
    private const int MaxUser = 64;

    private static readonly string[] SystemNames = ["Shared", "runner", "lib", "admin", "root", "default", "Public", "Guest"];

    public static bool IsSystemName(ReadOnlySpan<char> name)
    {
        foreach (var system in SystemNames)
        {
            if (name.Equals(system, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    public static List<HomePath> Find(string text)
    {
        var homes = new List<HomePath>();
        foreach (Match match in HomeFolder().Matches(text))
        {
            var word = match.Groups["word"];
            if (Place(text, match, word) is not { } home)
                continue;
            var length = UserLength(text, home.UserStart, home.DriveIndex is not null);
            if (length > 0 && !IsSystemName(text.AsSpan(home.UserStart, length)))
                homes.Add(home with { UserLength = length });
        }

        foreach (Match match in FlattenedHome().Matches(text))
        {
            var user = match.Groups["user"];
            if (!IsSystemName(user.ValueSpan))
                homes.Add(new HomePath(user.Index, user.Length));
        }

        return homes;
    }

    private static HomePath? Place(string text, Match match, Group word)
    {
        var home = new HomePath(match.Index + match.Length, 0);
        var before = text.AsSpan(0, match.Index);
        if (word.ValueSpan.Equals("users", StringComparison.OrdinalIgnoreCase))
        {
            if (before.Length >= 2 && before[^1] == ':' && char.IsAsciiLetter(before[^2]) && TextBoundary.IsStart(text, match.Index - 2))
                return home with { DriveIndex = match.Index - 2 };
            var mount = Mount().Match(text, Math.Max(0, match.Index - 12), Math.Min(12, match.Index));
            if (mount.Success)
                return home with { DriveIndex = mount.Groups["drive"].Index };
        }

        if (word.Value == "home" && WslShare(text, match.Index) is { } distro)
            return home with { DistroStart = distro.Start, DistroLength = distro.Length };
        return word.Value is "Users" or "home" && text[word.Index - 1] == '/' && IsAbsolute(text, match.Index) ? home : null;
    }

    // "src/home/page.tsx" and "https://site/home/page" are no home directories; "/data/home/jane" and "-I/home/jane" are.
    private static bool IsAbsolute(string text, int index)
    {
        if (index == 0 || (char.IsLetterOrDigit(text[index - 1]) && TextBoundary.IsStart(text, index)))
            return true;
        if (index >= 2 && text[index - 2] == '-' && char.IsAsciiLetter(text[index - 1]))
            return true;
        var start = index;
        while (start > 0 && index - start < MaxLookBack && IsPath(text[start - 1]))
            start--;
        if (index - start == MaxLookBack)
            return true;
        if (start > 0 && text[start - 1] == '\\' && text[start] is 'n' or 'r' or 't')
            start++;
        var url = start > 0 && text[start - 1] == ':' && text.AsSpan(start).StartsWith("//", StringComparison.Ordinal);
        if (url)
            return !Web().IsMatch(text.AsSpan(Math.Max(0, start - 8), Math.Min(8, start)));
        return text[start] is '/' or '~';
    }

    // \\wsl.localhost\Ubuntu\home\jane and \\wsl$\Ubuntu\home\jane; the share is looked for right before "home".
    private static (int Start, int Length)? WslShare(string text, int index)
    {
        var from = Math.Max(0, index - 80);
        var match = Wsl().Match(text, from, index - from);
        return match.Success ? (match.Groups["distro"].Index, match.Groups["distro"].Length) : null;
    }

    private static int UserLength(string text, int start, bool windows)
    {
        var end = start;
        while (end < text.Length && end - start < MaxUser && IsUser(text[end]))
            end++;
        if (windows && end < text.Length && text[end] == ' ')
            end = SpacedEnd(text, end);
        while (end > start && text[end - 1] is '.' or '-' or '+' or '@')
            end--;
        return end > start && (char.IsLetterOrDigit(text[start]) || text[start] == '_' || char.IsSurrogate(text[start])) ? end - start : 0;
    }

    // A Windows name may hold spaces; only a separator after it shows that it does.
    private static int SpacedEnd(string text, int end)
    {
        for (var i = end; i < text.Length && i - end < MaxUser; i++)
        {
            if (text[i] is '\\' or '/')
                return i;
            if (!IsUser(text[i]) && text[i] != ' ')
                break;
        }

        return end;
    }

    private static bool IsUser(char c) => char.IsLetterOrDigit(c) || char.IsSurrogate(c) || c is '_' or '-' or '.' or '+' or '@';

    private static bool IsPath(char c) => IsUser(c) || c is '/' or '~';

    [GeneratedRegex(@"[/\\]{1,8}(?<word>[Uu]sers|USERS|home)[/\\]{1,8}(?![/\\])", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex HomeFolder();

    // Harnesses name a project's folder after its path, separators turned into hyphens.
    [GeneratedRegex(@"(?<=[/\\])(?:[A-Za-z]-)?-(?:Users|home)-(?<user>[A-Za-z0-9_]{1,64})(?![A-Za-z0-9_])", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex FlattenedHome();

    [GeneratedRegex(@"(?:/mnt/|/cygdrive/|/host_mnt/|(?<![\w./-])/)(?<drive>[A-Za-z])\z", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Mount();

    [GeneratedRegex(@"[/\\]{2,8}wsl(?:\.localhost|\$)[/\\]{1,8}(?<distro>[A-Za-z0-9._-]{1,40})\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Wsl();

    [GeneratedRegex(@"https?:\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Web();
}
