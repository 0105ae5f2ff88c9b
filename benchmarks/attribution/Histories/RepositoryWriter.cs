using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
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
        File.AppendAllText(Path.Combine(git.Folder, ".git", "config"), "[core]\n\tautocrlf = false\n[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n[fastimport]\n\tunpackLimit = 1\n");
        if (!git.TryRun(Stream(history), out var output, "fast-import", "--quiet"))
            throw new InvalidOperationException(output);
        git.Run("reset", "-q", "--hard", "work");
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
        var listed = git.Run("ls-tree", "-r", "-z", "HEAD");
        var expected = string.Concat(tree.Files.Select(f => $"100644 blob {BlobId(f.Value.Text)}\t{f.Key}\0"));
        return string.Equals(listed, expected, StringComparison.Ordinal);
    }

    [SuppressMessage("Security", "CA5350", Justification = "Git names its objects so.")]
    private static string BlobId(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var head = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {bytes.Length}\0"));
        return Convert.ToHexStringLower(SHA1.HashData([.. head, .. bytes]));
    }
}
