using System.Globalization;

namespace OpenTraces.SideBySide.Bucket;

/// <summary>What <c>benchmarks/side-by-side.sh</c> and <c>benchmarks/memory.sh</c> run, a process each.</summary>
internal static class BucketCommands
{
    private const string Usage =
        """
        bucket generate-blobs COUNT FILE        blobs of 700 bytes, one after the other
        bucket git-stream FILE STREAM           the same for git fast-import
        bucket put FILE FOLDER ADDRESSES        into a blob store, one flush
        bucket get FOLDER ADDRESSES             in the order of the lines
        bucket shuffle FILE SHUFFLED            lines in random order
        bucket sha256 PATH...                   one pass over files
        bucket import FOLDER [--without-index] [--kept FILE] PATH...
        bucket raw-frames FOLDER STORE          bytes of the raw sources alone
        bucket cut FILE BEGINNING PERCENT       a session as it once was
        bucket open FOLDER [--read-only] ADDRESS
        bucket create FOLDER                    an empty bucket
        bucket events --count N                 reads of a log of a thousand and of N events
        bucket table SAMPLES REFERENCE...       a table of what was measured
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        switch (args)
        {
            case ["generate-blobs", var count, var file]:
                SmallBlobs.Write(int.Parse(count, CultureInfo.InvariantCulture), file);
                return 0;
            case ["git-stream", var file, var stream]:
                SmallBlobs.WriteGitStream(file, stream);
                return 0;
            case ["put", var file, var folder, var addresses]:
                await BlobRuns.PutAsync(file, folder, addresses);
                return 0;
            case ["get", var folder, var addresses]:
                await BlobRuns.GetAsync(folder, addresses);
                return 0;
            case ["shuffle", var file, var shuffled]:
                Lines.Shuffle(file, shuffled);
                return 0;
            case ["verify", var folder, var threads]:
                return await VerifyRuns.RunAsync(folder, int.Parse(threads, CultureInfo.InvariantCulture));
            case ["sha256", .. var paths]:
                HashPass.Run(paths);
                return 0;
            case ["import", var folder, "--without-index", .. var paths]:
                await ImportRuns.RunAsync(folder, indexed: false, kept: null, paths);
                return 0;
            case ["import", var folder, "--kept", var kept, .. var paths]:
                await ImportRuns.RunAsync(folder, indexed: true, kept, paths);
                return 0;
            case ["import", var folder, .. var paths]:
                await ImportRuns.RunAsync(folder, indexed: true, kept: null, paths);
                return 0;
            case ["create", var folder]:
                await ImportRuns.RunAsync(folder, indexed: true, kept: null, []);
                return 0;
            case ["raw-frames", var folder, var store]:
                await RawFrames.RunAsync(folder, store);
                return 0;
            case ["cut", var file, var beginning, var percent]:
                SessionCut.Run(file, beginning, int.Parse(percent, CultureInfo.InvariantCulture));
                return 0;
            case ["open", var folder, "--read-only", var address]:
                await OpenRuns.RunAsync(folder, readOnly: true, address);
                return 0;
            case ["open", var folder, var address]:
                await OpenRuns.RunAsync(folder, readOnly: false, address);
                return 0;
            case ["events", "--count", var count]:
                await EventRuns.RunAsync(int.Parse(count, CultureInfo.InvariantCulture));
                return 0;
            case ["table", var samples, .. var references]:
                MeasuredTable.Print(samples, references);
                return 0;
            default:
                await Console.Error.WriteLineAsync(Usage);
                return 2;
        }
    }
}
