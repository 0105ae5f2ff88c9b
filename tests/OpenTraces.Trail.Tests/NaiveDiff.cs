namespace OpenTraces.Trail.Tests;

/// <summary>A longest common subsequence by the textbook table: slow, and simple enough to trust.</summary>
internal static class NaiveDiff
{
    public static List<(int Old, int New)> Pairs(IReadOnlyList<string> old, IReadOnlyList<string> now)
    {
        var table = new int[old.Count + 1, now.Count + 1];
        for (var i = old.Count - 1; i >= 0; i--)
        {
            for (var j = now.Count - 1; j >= 0; j--)
                table[i, j] = old[i] == now[j] ? table[i + 1, j + 1] + 1 : Math.Max(table[i + 1, j], table[i, j + 1]);
        }

        var pairs = new List<(int, int)>();
        for (int i = 0, j = 0; i < old.Count && j < now.Count;)
        {
            if (old[i] == now[j])
                pairs.Add((i++, j++));
            else if (table[i + 1, j] >= table[i, j + 1])
                i++;
            else
                j++;
        }

        return pairs;
    }

    public static List<(int OldStart, int NewStart, string[] Removed, string[] Added)> Hunks(string[] old, string[] now)
    {
        var hunks = new List<(int, int, string[], string[])>();
        var (i, j) = (0, 0);
        foreach (var (nextOld, nextNew) in Pairs(old, now).Append((old.Length, now.Length)))
        {
            if (nextOld > i || nextNew > j)
                hunks.Add((i + 1, j + 1, old[i..nextOld], now[j..nextNew]));
            (i, j) = (nextOld + 1, nextNew + 1);
        }

        return hunks;
    }
}
