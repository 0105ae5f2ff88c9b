namespace OpenTraces.Bucket.Tests.Segments;

/// <summary>One creation, renaming or deletion in a folder, or the creation of a folder in it. It happens whole or not at all.</summary>
internal sealed record NameChange(string Folder, IReadOnlyList<(string Path, SimulatedFile? File)> Names, string? NewFolder)
{
    public void ApplyTo(IDictionary<string, SimulatedFile> names)
    {
        foreach (var (path, file) in Names)
        {
            if (file is null)
                names.Remove(path);
            else
                names[path] = file;
        }
    }

    public void ApplyTo(ISet<string> folders)
    {
        if (NewFolder is not null)
            folders.Add(NewFolder);
    }
}
