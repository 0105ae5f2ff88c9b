namespace OpenTraces.Fuzz.Seeds;

/// <summary>A session to damage.</summary>
internal sealed record SampleSession(string Harness, IReadOnlyList<byte[]> Lines)
{
    /// <summary>Null when there is no line in it.</summary>
    public static SampleSession? Of(string harness, byte[] bytes)
    {
        var lines = new List<byte[]>();
        var rest = bytes.AsSpan();
        while (!rest.IsEmpty)
        {
            var feed = rest.IndexOf((byte)'\n');
            lines.Add((feed < 0 ? rest : rest[..feed]).ToArray());
            rest = feed < 0 ? default : rest[(feed + 1)..];
        }

        return lines.Count == 0 ? null : new SampleSession(harness, lines);
    }
}
