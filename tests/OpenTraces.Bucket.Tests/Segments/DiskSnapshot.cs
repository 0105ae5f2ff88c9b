using System.Security.Cryptography;
using System.Text;

namespace OpenTraces.Bucket.Tests.Segments;

/// <summary>A disk at one moment, and every state in which a start of the machine may find it when the power goes then.</summary>
/// <remarks>
/// What is legal is what a journaling file system (ext4, XFS, Btrfs, NTFS, APFS) leaves to chance, and a little more:
/// <list type="bullet">
/// <item>Each unflushed write meets its own fate, in any combination: it is there, or not, or its length is there with zeros
/// for its bytes, or it is torn at a sector, and either part of it is there. Bytes are not ordered with names, nor with other files.</item>
/// <item>A truncation is there or not, on its own. A journal would tie it to what was written behind it; this does not.</item>
/// <item>A creation, renaming, deletion or new folder happens whole or not at all: a file that is renamed is never without
/// a name, and never half over the other one.</item>
/// <item>Changes of one folder happen in their order, so what remains of them is a beginning. Folders are not ordered with
/// each other, which a single journal would do, but logs per folder do not.</item>
/// <item>A file is there only when every folder above it is. Flushing a file flushes its bytes and length, never its name.</item>
/// </list>
/// </remarks>
internal sealed class DiskSnapshot(
    SortedDictionary<string, SimulatedFile> names, IReadOnlyList<string> folders, IReadOnlyList<NameChange> changes,
    IReadOnlyDictionary<SimulatedFile, FileSnapshot> files)
{
    /// <summary>
    /// All states when they are at most <paramref name="limit"/>, else the extremes and a sample of that size; states of the
    /// same bytes only once. Changes in folders that <paramref name="isSettled"/> names are taken as flushed.
    /// </summary>
    public IEnumerable<(SimulatedDisk Disk, string Fingerprint)> States(int limit, int seed, Func<string, bool> isSettled)
    {
        var seen = new HashSet<string>();
        foreach (var state in Choices(limit, seed, isSettled))
        {
            if (seen.Add(state.Fingerprint))
                yield return (state.ToDisk(), state.Fingerprint);
        }
    }

    private IEnumerable<State> Choices(int limit, int seed, Func<string, bool> isSettled)
    {
        var settled = changes.Where(c => isSettled(c.Folder)).ToList();
        var open = changes.Where(c => !isSettled(c.Folder)).GroupBy(c => c.Folder).Select(g => g.ToList()).ToList();
        var layouts = open.Aggregate(1L, (all, one) => Math.Min(all * (one.Count + 1), limit + 1L));
        if (layouts <= limit)
        {
            var all = Prefixes(open).Select(prefix => Layout([.. settled, .. prefix])).ToList();
            if (all.Sum(s => s.Combinations(limit)) <= limit)
                return all.SelectMany(s => s.All());
        }

        return Sample(limit, new Random(seed), settled, open);
    }

    private IEnumerable<State> Sample(int count, Random random, List<NameChange> settled, List<List<NameChange>> open)
    {
        var everything = Layout([.. settled, .. open.SelectMany(g => g)]);
        foreach (var kind in new[] { WriteFateKind.Kept, WriteFateKind.Dropped, WriteFateKind.Zeroed })
            yield return everything.With(fates => fates.FirstOrDefault(f => f.Kind == kind, new(WriteFateKind.Dropped)));
        yield return Layout(settled).With(_ => new(WriteFateKind.Dropped));
        for (var i = 0; i < count; i++)
        {
            var some = open.SelectMany(g => g.Take(random.Next(g.Count + 1)));
            yield return Layout([.. settled, .. some]).With(fates => fates[random.Next(fates.Count)]);
        }
    }

    private static IEnumerable<IEnumerable<NameChange>> Prefixes(IReadOnlyList<List<NameChange>> groups, int from = 0)
    {
        if (from == groups.Count)
        {
            yield return [];
            yield break;
        }

        foreach (var rest in Prefixes(groups, from + 1))
        {
            for (var count = 0; count <= groups[from].Count; count++)
                yield return groups[from].Take(count).Concat(rest);
        }
    }

    private State Layout(IReadOnlyList<NameChange> kept)
    {
        var named = new SortedDictionary<string, SimulatedFile>(names, StringComparer.Ordinal);
        var there = new HashSet<string>(folders, StringComparer.Ordinal);
        foreach (var change in kept)
        {
            change.ApplyTo(named);
            change.ApplyTo(there);
        }

        while (there.RemoveWhere(f => Path.GetDirectoryName(f) is { Length: > 0 } above && !there.Contains(above)) > 0)
        {
        }

        var reachable = named.Where(n => there.Contains(Path.GetDirectoryName(n.Key)!)).Select(n => (n.Key, files[n.Value])).ToList();
        return new State(reachable, there, [.. reachable.Select(r => (IReadOnlyList<WriteFate>)[.. r.Item2.Fates.Select(_ => new WriteFate(WriteFateKind.Kept))])]);
    }

    /// <summary>Which files there are, and what became of their writes.</summary>
    private sealed record State(
        IReadOnlyList<(string Path, FileSnapshot File)> Files, IReadOnlySet<string> Folders, IReadOnlyList<IReadOnlyList<WriteFate>> Fates)
    {
        private readonly Lazy<byte[][]> _contents = new(() => [.. Files.Select((f, i) => f.File.Content(Fates[i]))]);

        public string Fingerprint
        {
            get
            {
                using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                foreach (var folder in Folders.Order(StringComparer.Ordinal))
                    hash.AppendData(Encoding.UTF8.GetBytes(folder + "\n"));
                for (var i = 0; i < Files.Count; i++)
                {
                    hash.AppendData(Encoding.UTF8.GetBytes($"{Files[i].Path}\0{_contents.Value[i].Length}\n"));
                    hash.AppendData(_contents.Value[i]);
                }

                return Convert.ToHexString(hash.GetHashAndReset());
            }
        }

        public long Combinations(long limit) => Files.SelectMany(f => f.File.Fates)
            .Aggregate(1L, (all, one) => Math.Min(all * one.Count, limit + 1));

        public State With(Func<IReadOnlyList<WriteFate>, WriteFate> choose) =>
            new(Files, Folders, [.. Files.Select(f => (IReadOnlyList<WriteFate>)[.. f.File.Fates.Select(choose)])]);

        public IEnumerable<State> All()
        {
            for (var (number, count) = (0L, Combinations(int.MaxValue)); number < count; number++)
            {
                var rest = number;
                yield return With(fates =>
                {
                    var fate = fates[(int)(rest % fates.Count)];
                    rest /= fates.Count;
                    return fate;
                });
            }
        }

        public SimulatedDisk ToDisk() => SimulatedDisk.Of(
            Files.Select((f, i) => (f.Path, File: SimulatedFile.Of(_contents.Value[i]))).ToDictionary(f => f.Path, f => f.File, StringComparer.Ordinal),
            Folders);
    }
}
