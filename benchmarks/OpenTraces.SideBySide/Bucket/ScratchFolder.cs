namespace OpenTraces.SideBySide.Bucket;

/// <summary>A folder for one benchmark, removed with it.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private int _count;

    public string Root { get; } = Directory.CreateTempSubdirectory("opentraces-bench-").FullName;

    /// <summary>A path in it that does not exist yet.</summary>
    public string Next() => Path.Combine(Root, (_count++).ToString(System.Globalization.CultureInfo.InvariantCulture));

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
