using System.Collections.Concurrent;
using OpenTraces.Bucket.Segments;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Trust;

/// <summary>
/// One bit flipped in every byte of a bucket, and every file cut off at every length. What is shown of each: everything reads
/// as it was written, or is refused as corrupt (a bucket's description and the heads of segments may also look like those of
/// a newer version); nothing is ever read wrong, and no other error comes out. A damaged blob frame costs the one trace it
/// belongs to; heads and footers of blob segments, envelopes and the manifest cost nothing. A damaged log costs nothing that
/// is kept of any trace: it is refused, or its last batch counts as torn off.
/// </summary>
/// <remarks>
/// On the simulated disk there is no index, and without one a record asks the log which other traces its session has; so
/// there a damaged log may refuse records. That the index spares them is shown on the real disk.
/// </remarks>
public class DamageTests(SmallBucketFixture fixture) : IClassFixture<SmallBucketFixture>
{
    private readonly SmallBucket _bucket = fixture.Bucket;

    [Fact]
    public void The_bucket_is_small_and_each_of_its_frames_belongs_to_one_trace()
    {
        Assert.InRange(_bucket.Files.Values.Sum(f => f.Length), 5000, 32 << 10);
        Assert.Equal(2, _bucket.Answers.Count);
        Assert.Equal(4, _bucket.Events.Count);
        Assert.All(_bucket.Frames, f => Assert.InRange(f.Traces.Count, 0, 1));
        Assert.Equal(2, _bucket.Frames.SelectMany(f => f.Traces).Distinct().Count());
    }

    [Fact]
    public Task A_flipped_bit_in_any_byte_is_found_and_costs_only_the_trace_it_hit() => EachAsync((name, content, at) =>
    {
        var flipped = (byte[])content.Clone();
        flipped[at] ^= (byte)(1 << new Random(HashCode.Combine(at, content.Length)).Next(8));
        return (flipped, [.. _bucket.Frames.Where(f => f.File == name && f.Start <= at && at < f.End).SelectMany(f => f.Traces)]);
    });

    [Fact]
    public Task A_file_cut_off_at_any_length_is_found_and_costs_only_the_traces_that_lay_behind() => EachAsync((name, content, length) =>
        (content[..length], [.. _bucket.Frames.Where(f => f.File == name && f.End > length).SelectMany(f => f.Traces)]));

    [Fact]
    public async Task A_damaged_log_costs_no_record_either_while_there_is_an_index()
    {
        foreach (var (name, content) in _bucket.Files.Where(f => f.Key.StartsWith("events/", StringComparison.Ordinal)))
        {
            var path = Path.Combine(_bucket.Folder, name);
            for (var at = 0; at < content.Length; at += 11)
            {
                var flipped = (byte[])content.Clone();
                flipped[at] ^= 4;
                await File.WriteAllBytesAsync(path, flipped);
                var damage = await Damage.OfAsync(_bucket, readOnly => SimulatedBucket.OpenAsync(StoreFiles.Local, readOnly, _bucket.Folder));
                Check(damage, name, at, []);
                Assert.Empty(damage.LostRecords);
            }

            await File.WriteAllBytesAsync(path, content);
        }
    }

    [Fact]
    public async Task A_log_that_has_lost_its_last_segment_is_refused_or_goes_on()
    {
        var last = _bucket.Files.Last(f => f.Key.StartsWith("events/", StringComparison.Ordinal));
        var disk = _bucket.With(last.Key, []);
        var grown = Some.Session("small").User("Why?").Agent("Because.").User("And then?").Build();
        var error = await Record.ExceptionAsync(async () =>
        {
            await using var bucket = await SimulatedBucket.OpenAsync(disk);
            await bucket.AddAsync(grown);
        });
        Assert.True(error is null or OpenTracesException { Code: OpenTracesErrorCode.StoreCorrupt }, error?.Message);
    }

    private async Task EachAsync(Func<string, byte[], int, (byte[] Damaged, HashSet<TraceId> Hit)> damage)
    {
        var places = _bucket.Files.SelectMany(f => Enumerable.Range(0, f.Value.Length).Select(at => (Name: f.Key, Content: f.Value, At: at)));
        var failures = new ConcurrentQueue<string>();
        var refused = 0;
        await Parallel.ForEachAsync(places, async (place, _) =>
        {
            var (damaged, hit) = damage(place.Name, place.Content, place.At);
            try
            {
                var disk = _bucket.With(place.Name, damaged);
                var found = await Damage.OfAsync(_bucket, readOnly => SimulatedBucket.OpenAsync(disk, readOnly));
                Check(found, place.Name, place.At, hit);
                if (found.Refused is not null)
                    Interlocked.Increment(ref refused);
                if (place.At % 8 != 0)
                    return;

                // A writer repairs what it can and costs nothing that was readable before it.
                Check(await Damage.OfAsync(_bucket, readOnly => SimulatedBucket.OpenAsync(disk, readOnly), Some.Trace("new")), place.Name, place.At, hit);
                Check(await Damage.OfAsync(_bucket, readOnly => SimulatedBucket.OpenAsync(disk, readOnly)), place.Name, place.At, hit);
            }
            catch (Exception e)
            {
                failures.Enqueue($"byte {place.At} of {place.Content.Length} of {place.Name}: {e}");
            }
        });
        Assert.True(failures.IsEmpty, $"{failures.Count} failures, the first: {failures.Order().FirstOrDefault()}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{_bucket.Files.Values.Sum(f => f.Length)} places; the bucket did not open for {refused}");
    }

    private void Check(Damage damage, string name, int at, HashSet<TraceId> hit)
    {
        var isEvents = name.StartsWith("events/", StringComparison.Ordinal);
        var isHead = name == "bucket.json" || (name.EndsWith(".seg", StringComparison.Ordinal) && at < SegmentFormat.HeadLength);
        foreach (var error in damage.Errors)
        {
            Assert.True(
                error.Code == OpenTracesErrorCode.StoreCorrupt || (isHead && error.Code == OpenTracesErrorCode.Precondition),
                $"refused as {error.Code}: {error.Message}");
        }

        Assert.Equal(_bucket.Events.Take(damage.Events.Count), damage.Events);
        if (damage.Refused is not null)
        {
            Assert.True(isHead || isEvents, $"the bucket does not open: {damage.Refused.Message}");
            return;
        }

        Assert.True(hit.IsSupersetOf(damage.Lost.Keys), $"a trace is lost that was not hit: {damage.Lost.Values.FirstOrDefault()?.Message}");
        if (isEvents)
            return;
        Assert.True(hit.IsSupersetOf(damage.LostRecords.Keys), $"a record is lost that was not hit: {damage.LostRecords.Values.FirstOrDefault()?.Message}");
        Assert.True(damage.Broken is null && damage.Events.Count == _bucket.Events.Count, $"events are lost: {damage.Broken?.Message}");
    }
}
