using System.Text;
using FsCheck;
using FsCheck.Fluent;
using OpenTraces.Capture.Reading;
using Xunit;

namespace OpenTraces.Capture.Tests.Reading;

public class LineReaderTests
{
    private static async Task<List<(int Number, string Text, bool TooLong, bool Terminated)>> Lines(
        byte[] bytes, int max = 1 << 20, int step = int.MaxValue)
    {
        using var reader = new LineReader(new TrickleStream(bytes, step), max);
        var lines = new List<(int, string, bool, bool)>();
        while (await reader.ReadAsync(CancellationToken.None))
            lines.Add((reader.Number, Encoding.UTF8.GetString(reader.Line.Span), reader.IsTooLong, reader.IsTerminated));
        return lines;
    }

    [Fact]
    public async Task Nothing_has_no_lines() => Assert.Empty(await Lines([]));

    [Fact]
    public async Task Line_ends_of_both_kinds_and_a_missing_last_one_are_read() => Assert.Equal(
        [(1, "a", false, true), (2, "", false, true), (3, "b", false, true), (4, "c", false, false)],
        await Lines("a\r\n\nb\nc"u8.ToArray()));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4096)]
    public async Task A_byte_order_mark_is_no_part_of_the_first_line(int step) => Assert.Equal(
        [(1, "a", false, true), (2, "\uFEFFb", false, true)], await Lines("\uFEFFa\n\uFEFFb\n"u8.ToArray(), step: step));

    [Theory]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task A_line_over_the_limit_is_skipped_and_the_next_one_read(int step)
    {
        var bytes = Encoding.UTF8.GetBytes("ok\n" + new string('x', 700_000) + "\nafter\n" + new string('y', 11));
        var lines = await Lines(bytes, max: 10, step);
        Assert.Equal(
            [(1, "ok", false, true), (2, "xxxxxxxxxx", true, true), (3, "after", false, true), (4, "yyyyyyyyyy", true, false)],
            lines);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(11)]
    public async Task A_line_of_exactly_the_limit_is_whole(int step) => Assert.Equal(
        [(1, "1234567890", false, true), (2, "1234567890", false, true), (3, "1234567890", true, true)],
        await Lines("1234567890\n1234567890\r\n1234567890\rx\n"u8.ToArray(), max: 10, step));

    [Fact]
    public async Task A_long_line_is_skipped_without_holding_it()
    {
        using var reader = new LineReader(new Endless(50 * 1024 * 1024), 1024);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(await reader.ReadAsync(CancellationToken.None));
        Assert.True(reader.IsTooLong);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * 1024 * 1024);
        Assert.False(await reader.ReadAsync(CancellationToken.None));
    }

    [Fact]
    public void Lines_do_not_depend_on_how_the_bytes_arrive() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<byte>(), (bytes, step) =>
        {
            // A copy: what is reported as falsifying must be what was tried.
            bytes = [.. bytes];
            for (var i = 0; i < bytes.Length; i++)
                bytes[i] = (bytes[i] % 5) switch { 0 => (byte)'\n', 1 => (byte)'\r', _ => (byte)('a' + bytes[i] % 3) };
            var whole = Lines(bytes, 3).GetAwaiter().GetResult();
            var expected = Encoding.UTF8.GetString(bytes).Split('\n');
            var count = expected[^1].Length == 0 ? expected.Length - 1 : expected.Length;
            return whole.SequenceEqual(Lines(bytes, 3, step + 1).GetAwaiter().GetResult()) && whole.Count == count;
        }));

    private sealed class Endless(long length) : Stream
    {
        private long _left = length;
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = (int)Math.Min(buffer.Length, _left);
            buffer.Span[..read].Fill((byte)'x');
            _left -= read;
            return ValueTask.FromResult(read);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override void Flush() => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
