using System.Globalization;
using System.Text;
using OpenTraces.Attribution.Truth;

namespace OpenTraces.Attribution.Histories;

/// <summary>Makes a repository of a history.</summary>
internal static class RepositoryWriter
{
    /// <summary>Branches <c>main</c> and <c>work</c>, with <c>work</c> checked out.</summary>
    public static void Write(GitRunner git, History history)
    {
        Directory.CreateDirectory(git.Folder);
        git.Run("init", "-q", "-b", "work");
        git.Run("config", "core.autocrlf", "false");
        git.Run("config", "gc.auto", "0");
        if (!git.TryRun(Stream(history), out var output, "fast-import", "--quiet"))
            throw new InvalidOperationException(output);
        git.Run("reset", "-q", "--hard", "work");
        git.Now = history.Shop.Now;
    }

    private static string Stream(History history)
    {
        var stream = new StringBuilder();
        for (var i = 0; i < history.Commits.Count; i++)
        {
            var commit = history.Commits[i];
            var time = commit.Time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) + " +0000";
            stream.Append("commit refs/heads/tmp\n").Append(CultureInfo.InvariantCulture, $"mark :{i + 1}\n")
                .Append(CultureInfo.InvariantCulture, $"author {commit.Author} {time}\ncommitter {commit.Author} {time}\n");
            Data(stream, commit.Message + "\n");
            if (commit.Parent >= 0)
                stream.Append(CultureInfo.InvariantCulture, $"from :{commit.Parent + 1}\n");
            stream.Append("deleteall\n");
            foreach (var (path, file) in commit.Tree.Files)
            {
                stream.Append(CultureInfo.InvariantCulture, $"M 100644 inline {path}\n");
                Data(stream, file.Text);
            }
        }

        foreach (var (name, commit) in ((string, int)[])[("main", history.Main), ("work", history.Work)])
            stream.Append(CultureInfo.InvariantCulture, $"reset refs/heads/{name}\nfrom :{commit + 1}\n\n");
        return stream.Append("reset refs/heads/tmp\nfrom 0000000000000000000000000000000000000000\n\n").ToString();
    }

    private static void Data(StringBuilder stream, string text) =>
        stream.Append(CultureInfo.InvariantCulture, $"data {Encoding.UTF8.GetByteCount(text)}\n{text}\n");

    /// <summary>True when the commit at <c>HEAD</c> holds what it should, byte for byte.</summary>
    public static bool Agrees(GitRunner git, TrueTree tree)
    {
        var listed = git.Run("ls-tree", "-r", "--name-only", "-z", "HEAD").Split('\0', StringSplitOptions.RemoveEmptyEntries);
        if (!listed.SequenceEqual(tree.Files.Keys))
            return false;
        var input = string.Concat(listed.Select(p => $"HEAD:{p}\n"));
        if (!git.TryRun(input, out var output, "cat-file", "--batch=%(objectsize)"))
            return false;
        var expected = string.Concat(tree.Files.Values.Select(f => $"{Encoding.UTF8.GetByteCount(f.Text).ToString(CultureInfo.InvariantCulture)}\n{f.Text}\n"));
        return string.Equals(output, expected, StringComparison.Ordinal);
    }
}
