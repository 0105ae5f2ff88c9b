using System.Globalization;
using OpenTraces.Bucket;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Capture;

namespace OpenTraces.SideBySide.Bucket;

/// <summary>Imports into a bucket: parse, keep the raw bytes and the record, and unless told otherwise index them.</summary>
internal static class ImportRuns
{
    /// <param name="folder">The bucket, made when it is missing.</param>
    /// <param name="indexed">False leaves the search index out.</param>
    /// <param name="kept">A file for the paths of what was a session, a line each; null for none.</param>
    /// <param name="paths">Session files and folders.</param>
    public static async Task RunAsync(string folder, bool indexed, string? kept, string[] paths)
    {
        var spent = new Spent();
        var held = new SortedSet<string>(StringComparer.Ordinal);
        var failed = 0;
        var bucket = await TraceBucket
            .OpenAsync(folder, new BucketOptions(), indexed ? StoreFiles.Local : new NoIndexFiles(folder), CancellationToken.None).ConfigureAwait(false);
        await using (bucket.ConfigureAwait(false))
        {
            if (paths.Length > 0)
            {
                await foreach (var result in new TraceCapture(bucket).ImportAsync(paths).ConfigureAwait(false))
                {
                    if (result.Error is { } error)
                    {
                        failed++;
                        await Console.Error.WriteLineAsync($"{result.Path}: {error.Message}").ConfigureAwait(false);
                    }

                    if (result.Receipt is not null)
                        held.Add(result.Path);
                }
            }
        }

        spent.Print(string.Create(CultureInfo.InvariantCulture, $"{held.Count} files kept, {failed} failed"));
        if (kept is not null)
            await File.WriteAllLinesAsync(kept, held).ConfigureAwait(false);
    }
}
