using System.Text;
using OpenTraces.Bucket.Segments;
using OpenTraces.Bucket.Segments.Files;

namespace OpenTraces.Bucket.Tests.Upkeep;

/// <summary>Looks for a text in every byte a bucket keeps, compressed frames expanded.</summary>
internal static class BucketBytes
{
    public static List<string> FilesWith(string bucket, string text)
    {
        var wanted = Encoding.UTF8.GetBytes(text);
        var found = new List<string>();
        foreach (var path in Directory.EnumerateFiles(bucket, "*", SearchOption.AllDirectories))
        {
            if (Path.GetExtension(path) is ".lock" or ".lease")
                continue;
            var holds = File.ReadAllBytes(path).AsSpan().IndexOf(wanted) >= 0;
            if (path.EndsWith(".seg", StringComparison.Ordinal))
                holds |= FramesHold(path, wanted);
            if (holds)
                found.Add(Path.GetRelativePath(bucket, path));
        }

        return found;
    }

    private static bool FramesHold(string path, byte[] wanted)
    {
        var holds = false;
        using var file = StoreFiles.Local.OpenRead(path);
        SegmentScanner.Scan(
            file,
            SegmentFormat.HeadLength,
            (long _, in FrameHeader header, ReadOnlySpan<byte> stored) =>
            {
                holds |= Frame.ExpandVerified(header, stored, new FrameExpander()) is { } raw && raw.AsSpan().IndexOf(wanted) >= 0;
                return true;
            },
            CancellationToken.None);
        return holds;
    }
}
