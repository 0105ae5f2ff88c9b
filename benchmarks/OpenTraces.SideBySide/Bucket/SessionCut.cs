namespace OpenTraces.SideBySide.Bucket;

/// <summary>The beginning of a session, as it stood when it had so much of its length: whole lines only, at least one.</summary>
internal static class SessionCut
{
    public static void Run(string path, string beginning, int percent)
    {
        var bytes = File.ReadAllBytes(path);
        var wanted = (int)((long)bytes.Length * percent / 100);
        var end = percent >= 100 ? bytes.Length : bytes.AsSpan(0, wanted).LastIndexOf((byte)'\n') + 1;
        if (end == 0)
            end = bytes.AsSpan().IndexOf((byte)'\n') + 1;
        using var file = File.Create(beginning);
        file.Write(bytes, 0, end == 0 ? bytes.Length : end);
    }
}
