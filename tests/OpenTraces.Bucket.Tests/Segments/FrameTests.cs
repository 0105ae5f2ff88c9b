using System.Text;
using FsCheck;
using FsCheck.Fluent;
using OpenTraces.Bucket.Segments;
using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Bucket.Tests.Segments;

public class FrameTests
{
    [Theory]
    [InlineData("", 0x00000000u)]
    [InlineData("123456789", 0xE3069283u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x22620404u)]
    public void The_checksum_is_crc32c(string text, uint expected) =>
        Assert.Equal(expected, Crc32C.Of(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void A_frame_gives_back_what_was_written() =>
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<byte>(), (seed, repeat) =>
        {
            var raw = Enumerable.Repeat(seed, repeat + 1).SelectMany(b => b).ToArray();
            var frame = Write(raw, repeat % 2 == 0 ? FrameCodec.Brotli : FrameCodec.Zstd);
            Assert.True(FrameHeader.TryRead(frame, out var header));
            Assert.Equal(frame.Length, header.FrameLength);
            Assert.Equal(FrameKind.Blob, header.Kind);
            Assert.Equal(ContentHash.Of(raw), header.Hash);
            Assert.True(header.MatchesPayload(frame.AsSpan(FrameHeader.Size)));
            Assert.Equal(raw, Frame.ExpandVerified(header, frame.AsSpan(FrameHeader.Size), new FrameExpander()));
        }));

    [Theory]
    [InlineData(nameof(FrameCodec.Brotli))]
    [InlineData(nameof(FrameCodec.Zstd))]
    public void Repetitive_bytes_are_compressed_and_random_bytes_are_not(string name)
    {
        var codec = Enum.Parse<FrameCodec>(name);
        Assert.True(FrameHeader.TryRead(Write(Samples.Lines(1, 20_000), codec), out var lines));
        Assert.Equal(codec, lines.Codec);
        Assert.InRange(lines.StoredLength, 1, lines.RawLength / 2);
        Assert.True(FrameHeader.TryRead(Write(Samples.Bytes(1, 20_000), codec), out var random));
        Assert.Equal(FrameCodec.None, random.Codec);
        Assert.Equal(20_000, random.StoredLength);
    }

    [Theory]
    [InlineData(600)]
    [InlineData(90)]
    public void Any_flipped_bit_is_found_by_the_checksums(int length)
    {
        var frame = Write(Samples.Lines(3, length));
        for (var bit = 0; bit < frame.Length * 8; bit++)
        {
            var damaged = (byte[])frame.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(
                FrameHeader.TryRead(damaged, out var header) && header.FrameLength == frame.Length
                && header.MatchesPayload(damaged.AsSpan(FrameHeader.Size)),
                $"bit {bit}");
        }
    }

    [Fact]
    public void A_scan_finds_every_whole_frame_at_any_truncation()
    {
        var (segment, ends) = Segment(12);
        var disk = new SimulatedDisk();
        for (var length = SegmentFormat.HeadLength; length <= segment.Length; length++)
        {
            disk.Replace("s", segment[..length]);
            var (outcome, found) = Scan(disk);
            var whole = ends.TakeWhile(e => e <= length).ToList();
            var end = whole.Count == 0 ? SegmentFormat.HeadLength : whole[^1];
            Assert.Equal(whole.Count, found.Count);
            Assert.Equal(end, outcome.End);
            Assert.Equal(length - end, outcome.Torn);
            Assert.Empty(outcome.Damage);
        }
    }

    [Fact]
    public void Damage_anywhere_costs_the_frame_it_hit_and_is_located()
    {
        var (segment, ends) = Segment(8);
        var disk = new SimulatedDisk();
        for (var i = SegmentFormat.HeadLength; i < segment.Length; i++)
        {
            var damaged = (byte[])segment.Clone();
            damaged[i] ^= 0x40;
            disk.Replace("s", damaged);
            var (outcome, found) = Scan(disk);
            var hit = ends.FindIndex(e => e > i);
            Assert.Equal(ends.Count - 1, found.Count);
            var start = hit == 0 ? SegmentFormat.HeadLength : ends[hit - 1];
            if (hit == ends.Count - 1)
                Assert.Equal(ends[hit] - start, outcome.Torn);
            else
                Assert.Equal(new DamagedRange(start, ends[hit] - start), Assert.Single(outcome.Damage));
        }
    }

    [Fact]
    public void A_scan_survives_random_bytes_anywhere()
    {
        var (segment, _) = Segment(8);
        var disk = new SimulatedDisk();
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var damaged = segment.ToList();
            for (var i = random.Next(1, 6); i > 0; i--)
            {
                var at = random.Next(SegmentFormat.HeadLength, damaged.Count);
                if (random.Next(2) == 0)
                    damaged.InsertRange(at, Samples.Bytes(seed, random.Next(1, 200)));
                else
                    damaged.RemoveRange(at, Math.Min(random.Next(1, 200), damaged.Count - at));
            }

            disk.Replace("s", [.. damaged]);
            var (outcome, found) = Scan(disk);
            Assert.InRange(outcome.End + outcome.Torn, damaged.Count, damaged.Count);
            Assert.All(found, f => Assert.Equal(f.Header.Hash, ContentHash.Of(f.Raw)));
        }
    }

    [Theory]
    [InlineData("20260102T030405000-0123456789abcdef.seg", true)]
    [InlineData("20260102T030405000-0123456789ABCDEF.seg", false)]
    [InlineData("20260102T030405000-0123456789abcde.seg", false)]
    [InlineData("2026010xT030405000-0123456789abcdef.seg", false)]
    [InlineData("notes.seg", false)]
    public void Only_names_of_segments_are_taken_for_segments(string name, bool expected) =>
        Assert.Equal(expected, SegmentName.IsValid(name));

    [Fact]
    public void A_created_name_is_valid_and_begins_with_the_time()
    {
        var name = SegmentName.Create(new TestKit.FakeClock());
        Assert.True(SegmentName.IsValid(name));
        Assert.StartsWith("20260102T030405000-", name, StringComparison.Ordinal);
        Assert.NotEqual(name, SegmentName.Create(new TestKit.FakeClock()));
    }

    [Fact]
    public void A_segment_of_a_newer_version_is_refused_with_what_to_do()
    {
        var head = SegmentFormat.Head(SegmentRole.Blobs);
        head[8] = 9;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(12), Crc32C.Of(head.AsSpan(0, 12)));
        var disk = new SimulatedDisk();
        disk.Replace("s", head);
        using var file = disk.OpenRead("s");
        var error = Assert.Throws<OpenTracesException>(() => SegmentFormat.CheckHead(file, "s", SegmentRole.Blobs));
        Assert.Equal(OpenTracesErrorCode.Precondition, error.Code);
        Assert.Contains("newer version", error.Message, StringComparison.Ordinal);
    }

    private static (byte[] Bytes, List<int> Ends) Segment(int frames)
    {
        var bytes = new List<byte>(SegmentFormat.Head(SegmentRole.Blobs));
        var ends = new List<int>();
        for (var i = 0; i < frames; i++)
        {
            bytes.AddRange(Write(i % 3 == 0 ? Samples.Bytes(i, i * 7) : Samples.Lines(i, 50 + (i * 60))));
            ends.Add(bytes.Count);
        }

        return ([.. bytes], ends);
    }

    private static byte[] Write(byte[] raw, FrameCodec codec = FrameCodec.Brotli)
    {
        using var compressor = new FrameCompressor(codec);
        var frame = new byte[Frame.MaxLength(raw.Length)];
        return frame[..Frame.Write(FrameKind.Blob, raw, ContentHash.Of(raw), plain: 0, compressor, frame)];
    }

    private static (ScanOutcome Outcome, List<(FrameHeader Header, byte[] Raw)> Found) Scan(SimulatedDisk disk)
    {
        var found = new List<(FrameHeader, byte[])>();
        using var file = disk.OpenRead("s");
        var outcome = SegmentScanner.Scan(
            file,
            SegmentFormat.HeadLength,
            (long _, in FrameHeader header, ReadOnlySpan<byte> stored) =>
            {
                found.Add((header, Frame.ExpandVerified(header, stored, new FrameExpander())!));
                return true;
            },
            CancellationToken.None);
        return (outcome, found);
    }
}
