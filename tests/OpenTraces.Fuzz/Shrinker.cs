namespace OpenTraces.Fuzz;

/// <summary>Takes away lines, then bytes, as long as what is left still fails.</summary>
internal static class Shrinker
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public static byte[] Shrink(byte[] bytes, Func<byte[], bool> fails)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        for (var size = bytes.Length / 2; size > 0 && clock.Elapsed < Limit;)
        {
            var smaller = Without(bytes, size, b => clock.Elapsed < Limit && fails(b));
            if (smaller is null)
                size /= 2;
            else
                bytes = smaller;
            size = Math.Min(size, bytes.Length / 2);
        }

        return bytes;
    }

    private static byte[]? Without(byte[] bytes, int size, Func<byte[], bool> fails)
    {
        for (var at = 0; at + size <= bytes.Length; at += size)
        {
            byte[] rest = [.. bytes.AsSpan(0, at), .. bytes.AsSpan(at + size)];
            if (fails(rest))
                return rest;
        }

        return null;
    }
}
