using System.Collections.Immutable;

namespace OpenTraces.Attribution.Truth;

/// <summary>The files of a commit by path.</summary>
internal sealed record TrueTree(ImmutableSortedDictionary<string, TrueFile> Files)
{
    public static TrueTree Empty { get; } = new(ImmutableSortedDictionary.Create<string, TrueFile>(StringComparer.Ordinal));

    public TrueFile this[string path] => Files[path];

    public TrueTree With(string path, TrueFile file) => new(Files.SetItem(path, file));

    public TrueTree Without(string path) => new(Files.Remove(path));

    public TrueTree Moved(string path, string newPath) => new(Files.Remove(path).SetItem(newPath, Files[path]));

    public bool HasSameText(TrueTree other) =>
        Files.Count == other.Files.Count
        && Files.Zip(other.Files).All(p => p.First.Key == p.Second.Key && p.First.Value.Text == p.Second.Value.Text);
}
