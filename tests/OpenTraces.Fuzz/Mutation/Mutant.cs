using OpenTraces.Conformance;
using OpenTraces.Fuzz.Seeds;

namespace OpenTraces.Fuzz.Mutation;

/// <summary>A piece of a real session, damaged.</summary>
internal static class Mutant
{
    private const int MaxLines = 24;
    private const int MaxBytes = 48 * 1024;

    /// <summary>The harness it comes from, and its bytes.</summary>
    public static (string Harness, byte[] Bytes) Of(SampleSessions samples, long seed, long index)
    {
        var random = new Random(unchecked((int)((seed * 1_000_003) + (index * 7919) + (index >> 31))));
        var sample = samples.Pick(random);
        var lines = Piece(sample, random);
        if (random.Next(10) == 0)
            lines.AddRange(Piece(samples.Pick(random), random));
        for (var times = 1 + random.Next(3); times > 0; times--)
            LineMutations.Apply(lines, random);
        var bytes = Join(lines, random);
        if (random.Next(2) == 0)
            bytes = ByteMutations.Apply(bytes, random);
        if (random.Next(3) == 0)
            bytes = SessionMutations.Mutate(bytes, random.Next());
        return (sample.Harness, bytes);
    }

    /// <summary>The first line, which tells what the file is, and a run of lines from anywhere.</summary>
    private static List<byte[]> Piece(SampleSession sample, Random random)
    {
        var lines = new List<byte[]> { sample.Lines[0] };
        var at = random.Next(sample.Lines.Count);
        var bytes = 0;
        for (var count = random.Next(MaxLines); count > 0 && at < sample.Lines.Count && bytes < MaxBytes; count--, at++)
        {
            // Long lines are read too, but not so often that they take all the time.
            if (sample.Lines[at].Length > 4096 && random.Next(8) != 0)
                continue;
            lines.Add(sample.Lines[at]);
            bytes += sample.Lines[at].Length;
        }

        return lines;
    }

    private static byte[] Join(List<byte[]> lines, Random random)
    {
        var end = random.Next(20) == 0 ? "\r\n"u8.ToArray() : "\n"u8.ToArray();
        using var joined = new MemoryStream();
        foreach (var line in lines)
        {
            joined.Write(line);
            joined.Write(end);
        }

        return joined.ToArray();
    }
}
