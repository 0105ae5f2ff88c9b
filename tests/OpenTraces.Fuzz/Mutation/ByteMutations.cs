namespace OpenTraces.Fuzz.Mutation;

/// <summary>Damage that knows nothing of lines: what disks, encodings and transfers do.</summary>
internal static class ByteMutations
{
    private static readonly byte[][] Strange =
    [
        [0], [0, 0, 0, 0], [0xEF, 0xBB, 0xBF], [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC0, 0x80], [0xE2, 0x80, 0xA8],
        [0x0D], [0x0D, 0x0A], [0x0C], [0x0B], [0x85], [0x1B, 0x5B, 0x6D], [0x22], [0x5C], [0x7D], [0x5D], [0x2C], [0x0A],
    ];

    public static byte[] Apply(byte[] bytes, Random random)
    {
        if (bytes.Length == 0)
            return bytes;
        var at = random.Next(bytes.Length);
        switch (random.Next(8))
        {
            case 0:
                return bytes[..at];
            case 1:
                return bytes[at..];
            case 2 or 3 or 4:
                return [.. bytes.AsSpan(0, at), .. Strange[random.Next(Strange.Length)], .. bytes.AsSpan(at)];
            case 5:
                var copy = bytes.ToArray();
                for (var times = 1 + random.Next(8); times > 0; times--)
                    copy[random.Next(copy.Length)] = (byte)random.Next(256);
                return copy;
            case 6:
                var end = Math.Min(bytes.Length, at + random.Next(300));
                return [.. bytes.AsSpan(0, at), .. bytes.AsSpan(end)];
            default:
                var from = random.Next(bytes.Length);
                return [.. bytes.AsSpan(0, at), .. bytes.AsSpan(from, Math.Min(random.Next(300), bytes.Length - from)), .. bytes.AsSpan(at)];
        }
    }
}
