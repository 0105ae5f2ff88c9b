using System.Text;

namespace OpenTraces.Trail.Git;

/// <summary>A line of a tree object.</summary>
/// <param name="Name">Without the folder it is in.</param>
/// <param name="Folder">The id of a folder's own tree; null for a file or a submodule.</param>
internal readonly record struct TreeEntry(string Name, string? Folder)
{
    /// <summary>The entries of a tree, in git's order.</summary>
    /// <param name="content">The object.</param>
    /// <param name="idLength">The bytes of an id.</param>
    public static List<TreeEntry> Read(ReadOnlySpan<byte> content, int idLength)
    {
        var entries = new List<TreeEntry>();
        while (!content.IsEmpty)
        {
            var (mode, name) = (content.IndexOf((byte)' '), content.IndexOf((byte)0));
            if (mode < 0 || name < mode || content.Length < name + 1 + idLength)
                throw GitFailure.Unreadable("a tree has an unknown form");
            var folder = content[..mode].SequenceEqual("40000"u8) || content[..mode].SequenceEqual("040000"u8);
            entries.Add(new TreeEntry(
                Encoding.UTF8.GetString(content[(mode + 1)..name]),
                folder ? Convert.ToHexStringLower(content.Slice(name + 1, idLength)) : null));
            content = content[(name + 1 + idLength)..];
        }

        return entries;
    }
}
