namespace OpenTraces.Capture.Tests.Import;

/// <summary>Notes what it finds when it opens the session once more, before each reading.</summary>
internal sealed class SeeingParser(IHarnessParser inner) : IHarnessParser
{
    public List<byte[]> Reopened { get; } = [];

    public string Harness => inner.Harness;

    public int Version => inner.Version;

    public bool CanRead(HarnessProbe probe) => inner.CanRead(probe);

    public async ValueTask<SessionHeader> ParseAsync(SessionSource source, ISessionSink sink, CancellationToken cancellationToken = default)
    {
        using var copy = new MemoryStream();
        using (var again = source.Reopen!())
            await again.CopyToAsync(copy, cancellationToken);
        Reopened.Add(copy.ToArray());
        return await inner.ParseAsync(source, sink, cancellationToken);
    }
}
