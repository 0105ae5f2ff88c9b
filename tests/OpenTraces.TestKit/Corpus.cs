using Xunit;

namespace OpenTraces.TestKit;

/// <summary>The one place through which tests reach the sessions of real people beside the checkout.</summary>
public static class Corpus
{
    private static readonly string Folder = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "corpus"));

    public static bool Exists => Directory.Exists(Folder);

    /// <summary>The corpus folder; skips the test, with the reason, where it is missing.</summary>
    public static string RequireRoot()
    {
        Assert.SkipUnless(Exists, "the corpus of real sessions (../shared/corpus) is not on this machine");
        return Folder;
    }

    /// <summary>A file of the corpus by its relative path with forward slashes.</summary>
    public static string Require(string relative) =>
        Path.Combine(RequireRoot(), relative.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>Every file below the corpus, as relative paths with forward slashes, in ordinal order.</summary>
    public static IReadOnlyList<string> Files()
    {
        var root = RequireRoot();
        return [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(root, f).Replace(Path.DirectorySeparatorChar, '/'))
            .Order(StringComparer.Ordinal)];
    }
}
