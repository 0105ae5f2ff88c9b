namespace OpenTraces.SideBySide.Bucket;

/// <summary>Puts the lines of a file into a random order, which is the same for every file of as many lines.</summary>
internal static class Lines
{
    private const int Seed = 20260104;

    public static void Shuffle(string path, string shuffled)
    {
        var lines = File.ReadAllLines(path);
        new Random(Seed).Shuffle(lines);
        File.WriteAllLines(shuffled, lines);
    }
}
