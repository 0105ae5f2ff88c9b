namespace OpenTraces.Capture.Tests.Import;

internal sealed class FailingParser : IHarnessParser
{
    public string Harness => "failing";

    public int Version => 1;

    public Exception Failure { get; init; } = new InvalidOperationException("secret");

    public bool CanRead(HarnessProbe probe) => probe.Header.StartsWith("boom"u8);

    public ValueTask<SessionHeader> ParseAsync(SessionSource source, ISessionSink sink, CancellationToken cancellationToken = default) =>
        throw Failure;
}
