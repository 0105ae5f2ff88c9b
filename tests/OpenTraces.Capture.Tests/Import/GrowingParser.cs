using OpenTraces.Capture.Harnesses.CodexCli;

namespace OpenTraces.Capture.Tests.Import;

/// <summary>Appends to the file before it reads it.</summary>
internal sealed class GrowingParser(string path) : IHarnessParser
{
    private readonly CodexCliParser _inner = new();

    public string Harness => _inner.Harness;

    public int Version => _inner.Version;

    public bool CanRead(HarnessProbe probe) => _inner.CanRead(probe);

    public ValueTask<SessionHeader> ParseAsync(SessionSource source, ISessionSink sink, CancellationToken cancellationToken = default)
    {
        File.AppendAllText(path, "later\n");
        return _inner.ParseAsync(source, sink, cancellationToken);
    }
}
