using System.Security.Cryptography;
using System.Text;
using OpenTraces.Datasets.Files;
using OpenTraces.Schema;

namespace OpenTraces.Datasets.Manifest;

/// <summary>Makes a dataset's folder beside its place and moves it there, so that it is never half there.</summary>
internal static class DatasetCreation
{
    /// <summary>Datasets being created; a dot keeps them out of every list.</summary>
    private const string TemporaryPrefix = ".new-";

    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.Precondition"/>: there is one of this name.</exception>
    public static async ValueTask CreateAsync(DatasetFolder folder, DatasetManifest manifest, RawJson schema, CancellationToken cancellationToken)
    {
        if (Path.Exists(folder.Path))
            throw Exists(folder);
        var temporary = folder with { Name = TemporaryPrefix + RandomNumberGenerator.GetHexString(16, lowercase: true) };
        try
        {
            foreach (var file in new[] { temporary.Manifest, temporary.Schema, temporary.Data })
                DurableFile.CreateFolder(Path.GetDirectoryName(file)!);
            DurableFile.CreateFolder(temporary.Runs);
            await DurableFile.ReplaceAsync(temporary.Schema, WithFeed(schema), cancellationToken).ConfigureAwait(false);
            await DurableFile.ReplaceAsync(temporary.Readme, Encoding.UTF8.GetBytes(ManifestYaml.WriteCard(manifest)), cancellationToken).ConfigureAwait(false);
            foreach (var file in new[] { temporary.Data, temporary.RowIndex, temporary.RowProvenance, temporary.RunLock, temporary.ReviewLock })
                await DurableFile.ReplaceAsync(file, ReadOnlyMemory<byte>.Empty, cancellationToken).ConfigureAwait(false);
            await DurableFile.ReplaceAsync(temporary.Manifest, Encoding.UTF8.GetBytes(ManifestYaml.Write(manifest)), cancellationToken).ConfigureAwait(false);
            Directory.Move(temporary.Path, folder.Path);
        }
        catch (IOException) when (Path.Exists(folder.Path))
        {
            throw Exists(folder);
        }
        finally
        {
            if (Directory.Exists(temporary.Path))
                Directory.Delete(temporary.Path, recursive: true);
        }
    }

    private static byte[] WithFeed(RawJson schema) => [.. schema.Utf8.Span, (byte)'\n'];

    private static OpenTracesException Exists(DatasetFolder folder) => new(OpenTracesErrorCode.Precondition,
        $"There is a dataset '{folder.Name}' already. Choose another name, or delete its folder.");
}
