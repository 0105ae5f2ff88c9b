using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Tests.Segments;
using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Bucket.Tests.Trust;

public class BlobStoreModelTests
{
    private const int Operations = 80;

    [Fact]
    public Task The_store_is_a_dictionary_whoever_puts_and_whenever_the_power_goes() =>
        ModelSeeds.ForEachAsync(seed => new Run(seed).RunAsync());

    /// <summary>One store and the blobs it alone may know of yet.</summary>
    private sealed class Instance(SegmentBlobStore store)
    {
        public SegmentBlobStore Store => store;

        public Dictionary<ContentHash, byte[]> Unflushed { get; } = [];
    }

    private sealed class Run(int seed)
    {
        private static readonly string Folder = Path.Combine("bucket", "blobs");

        private readonly Random _random = new(seed);
        private readonly Dictionary<ContentHash, byte[]> _flushed = [];
        private Instance[] _instances = [];
        private SimulatedDisk _disk = new();
        private (ContentHash Address, int Length)? _growing;

        public async Task RunAsync()
        {
            _disk.Given(Folder);
            await OpenAllAsync();
            for (var operation = 0; operation < Operations; operation++)
            {
                switch (_random.Next(12))
                {
                    case 0:
                        await CrashAsync();
                        break;
                    case 1:
                        await ReopenAsync();
                        break;
                    case 2 or 3:
                        await FlushAsync(Any());
                        break;
                    case 4 or 5:
                        await CheckOneAsync(Any());
                        break;
                    default:
                        await PutAsync(Any());
                        break;
                }
            }

            await CheckAllAsync();
        }

        private Instance Any() => _instances[_random.Next(_instances.Length)];

        private async Task PutAsync(Instance instance)
        {
            // One of not too many contents, so that some are put again, by the same instance and by others.
            var number = _random.Next(60);
            var length = number switch
            {
                < 40 => number * 23,
                < 58 => 3000 + (number * 150),
                58 => 300_000,
                _ => (1 << 20) + 5000,
            };
            if (_random.Next(5) == 0)
                await GrowAsync(instance);
            else
                await PutAsync(instance, Samples.Bytes(number, length), null);
        }

        /// <summary>A stream that is the beginning of the next one; now and then the beginning differs, as after a rewind.</summary>
        private async Task GrowAsync(Instance instance)
        {
            var length = (_growing?.Length ?? 0) + _random.Next(1, 9000);
            var whole = Samples.Bytes(1000, length);
            if (_random.Next(4) == 0)
                whole[_random.Next(length)] ^= 1;
            _growing = (await PutAsync(instance, whole, _growing?.Address), length);
        }

        private async Task<ContentHash> PutAsync(Instance instance, byte[] bytes, ContentHash? previous)
        {
            var address = previous is null && _random.Next(2) == 0
                ? await instance.Store.PutAsync(bytes)
                : await instance.Store.PutStreamAsync(new MemoryStream(bytes), bytes.Length, previous);
            Assert.Equal(ContentHash.Of(bytes), address);
            instance.Unflushed[address] = bytes;
            return address;
        }

        private async Task FlushAsync(Instance instance)
        {
            await instance.Store.FlushAsync();
            foreach (var (address, bytes) in instance.Unflushed)
                _flushed[address] = bytes;
            instance.Unflushed.Clear();
        }

        private async Task CheckOneAsync(Instance instance)
        {
            var known = instance.Unflushed.Concat(_flushed).ToList();
            if (known.Count == 0)
                return;
            var (address, bytes) = known[_random.Next(known.Count)];
            await CheckAsync(instance.Store, address, bytes);
            Assert.Null(await FindAsync(ContentHash.Of(Samples.Bytes(_random.Next(), 7))));
        }

        private async Task CheckAsync(SegmentBlobStore store, ContentHash address, byte[] bytes)
        {
            var read = await store.GetAsync(address);
            Assert.True(read is not null && read.Value.Span.SequenceEqual(bytes), $"{bytes.Length} bytes are not what was put");
            await using var stream = await store.OpenReadAsync(address);
            Assert.Equal(bytes.Length, stream!.Length);
            var from = _random.Next(bytes.Length + 1);
            var range = new byte[_random.Next(bytes.Length - from + 1)];
            stream.Position = from;
            await stream.ReadExactlyAsync(range);
            Assert.True(bytes.AsSpan(from, range.Length).SequenceEqual(range), $"{range.Length} bytes from {from} of {bytes.Length} differ");
        }

        private async Task CheckAllAsync()
        {
            foreach (var instance in _instances)
            {
                foreach (var (address, bytes) in _flushed.Concat(instance.Unflushed))
                    await CheckAsync(instance.Store, address, bytes);
            }
        }

        /// <summary>The power goes at one of the next steps. What was flushed stays; what was not is there rightly, or not at all.</summary>
        private async Task CrashAsync()
        {
            _disk.PowerLossAt = _disk.Steps + _random.Next(1, 9);
            try
            {
                while (true)
                {
                    await PutAsync(Any());
                    if (_random.Next(2) == 0)
                        await FlushAsync(Any());
                }
            }
            catch (PowerLossException)
            {
            }

            var states = _disk.Snapshot().States(12, seed, _ => false).ToList();
            _disk = states[_random.Next(states.Count)].Disk;
            var unflushed = _instances.SelectMany(i => i.Unflushed).ToList();
            await OpenAllAsync();
            await CheckAllAsync();
            foreach (var (address, bytes) in unflushed)
                Assert.True(await FindAsync(address) is not { } read || read.Span.SequenceEqual(bytes), "half a blob");
            if (_growing is { } growing && await FindAsync(growing.Address) is null)
                _growing = null;
        }

        /// <summary>
        /// What was never flushed may be refused instead of missed: a stream of which only some chunks came to the disk, and
        /// anything at all where a crash has left what looks like damage.
        /// </summary>
        private async Task<ReadOnlyMemory<byte>?> FindAsync(ContentHash address)
        {
            try
            {
                return await Any().Store.GetAsync(address);
            }
            catch (OpenTracesException e) when (e.Code == OpenTracesErrorCode.StoreCorrupt && !_flushed.ContainsKey(address))
            {
                return null;
            }
        }

        private async Task ReopenAsync()
        {
            var which = _random.Next(_instances.Length);
            await _instances[which].Store.DisposeAsync();
            foreach (var (address, bytes) in _instances[which].Unflushed)
                _flushed[address] = bytes;
            _instances[which] = await OpenAsync();
        }

        private async Task OpenAllAsync() => _instances = [await OpenAsync(), await OpenAsync()];

        private async Task<Instance> OpenAsync() =>
            new(await SegmentBlobStore.OpenAsync(Folder, _disk, new BlobStoreOptions { SealLength = 40_000 }));
    }
}
