namespace OpenTraces.Capture.Tests.Harnesses.ClaudeCode;

/// <summary>Gives a few bytes at a time, as a pipe may.</summary>
internal sealed class TrickleStream(byte[] bytes, int most) : MemoryStream(bytes)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(most, buffer.Length)], cancellationToken);
}
