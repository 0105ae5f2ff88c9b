using System.Security.Cryptography;

namespace OpenTraces.Trail.Teleport;

/// <summary>
/// Opens what may be anybody's work. The files are copied first, under names that are known beforehand, and checked on the way: what is
/// used afterwards is the copy, which nobody changes any more.
/// </summary>
internal static class OpenRun
{
    public static async ValueTask<OpenedWorkspace> RunAsync(
        string folder, string into, TrailOptions options, WorkspaceLimits limits, CancellationToken cancellationToken)
    {
        FreshFolder.RequireBlank(into);
        if (!Directory.Exists(folder))
            throw WorkspaceFailure.NoWorkspace(folder);
        var json = await ReadManifestAsync(folder, limits, cancellationToken).ConfigureAwait(false);
        var (manifest, id) = WorkspaceManifestJson.Read(json, limits);
        foreach (var file in manifest.Files)
            RequireFile(folder, file.Name, file.Bytes);
        using var target = FreshFolder.Begin(into);
        foreach (var file in manifest.Files)
            await CopyAsync(folder, file, target, cancellationToken).ConfigureAwait(false);
        var copy = target.Create(WorkspaceFile.Manifest);
        await using (copy.ConfigureAwait(false))
            await copy.WriteAsync(json, cancellationToken).ConfigureAwait(false);
        await TextCheck.RunAsync(target.Path, manifest, cancellationToken).ConfigureAwait(false);
        var hasRepository = await OpenBundleAsync(target.Path, manifest.Git, options, limits, cancellationToken).ConfigureAwait(false);
        target.Publish();
        return new OpenedWorkspace
        {
            Folder = into,
            WorkspaceId = id,
            TraceId = manifest.TraceId,
            Repository = hasRepository ? Path.Combine(into, WorkspaceFile.Repository) : null,
            Head = hasRepository ? manifest.Git!.Head : null,
            Commits = manifest.Git?.Commits ?? [],
            Prerequisites = manifest.Git?.Prerequisites ?? [],
            Limitations = manifest.Limitations,
        };
    }

    private static async ValueTask<bool> OpenBundleAsync(
        string folder, ManifestGit? git, TrailOptions options, WorkspaceLimits limits, CancellationToken cancellationToken)
    {
        if (git is null)
            return false;
        var bundle = new FileStream(Path.Combine(folder, WorkspaceFile.Bundle), FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, FileOptions.Asynchronous);
        await using (bundle.ConfigureAwait(false))
        {
            await BundleHeader.PassAsync(bundle, git, cancellationToken).ConfigureAwait(false);
            if (!git.SelfContained)
                return false;
            var repository = Path.Combine(folder, WorkspaceFile.Repository);
            Directory.CreateDirectory(repository);
            await new WorkspaceRepository(repository, git, options, limits).FillAsync(bundle, cancellationToken).ConfigureAwait(false);
            return true;
        }
    }

    private static async ValueTask<byte[]> ReadManifestAsync(string folder, WorkspaceLimits limits, CancellationToken cancellationToken)
    {
        var info = new FileInfo(Path.Combine(folder, WorkspaceFile.Manifest));
        if (!info.Exists)
            throw WorkspaceFailure.Foreign($"it has no {WorkspaceFile.Manifest}");
        if (info.Length > limits.Manifest)
            throw WorkspaceFailure.Foreign($"{WorkspaceFile.Manifest} is larger than one may be");
        RequireFile(folder, WorkspaceFile.Manifest, info.Length);
        // A pipe has no length either, and opening it would wait for a writer.
        if (info.Length == 0)
            throw WorkspaceFailure.Foreign($"{WorkspaceFile.Manifest} is empty");
        var source = Open(info.FullName);
        await using (source.ConfigureAwait(false))
        {
            // It may grow while it is read.
            var bytes = new byte[info.Length];
            var read = await source.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return bytes[..read];
        }
    }

    /// <summary>A plain file of the right length. What is no file, such as a pipe, has no length, and is not even opened.</summary>
    private static void RequireFile(string folder, string name, long bytes)
    {
        var info = new FileInfo(Path.Combine(folder, name));
        if (info.LinkTarget is not null)
            throw WorkspaceFailure.Foreign($"{name} is a link");
        if (!info.Exists)
            throw WorkspaceFailure.Damaged(name, "it is not there");
        if (info.Length != bytes)
            throw WorkspaceFailure.Damaged(name, "it has another length");
    }

    private static async ValueTask CopyAsync(string folder, ManifestFile file, FreshFolder target, CancellationToken cancellationToken)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var left = file.Bytes;
        var copy = target.Create(file.Name);
        await using (copy.ConfigureAwait(false))
        {
            // Nothing to read, and perhaps nothing that can be read.
            var source = left == 0 ? Stream.Null : Open(Path.Combine(folder, file.Name));
            await using (source.ConfigureAwait(false))
            {
                var buffer = new byte[128 * 1024];
                int read;
                while (left > 0 && (read = await source.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), cancellationToken).ConfigureAwait(false)) > 0)
                {
                    digest.AppendData(buffer, 0, read);
                    await copy.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                    left -= read;
                }
            }
        }

        if (left != 0 || Convert.ToHexStringLower(digest.GetHashAndReset()) != file.Sha256)
            throw WorkspaceFailure.Damaged(file.Name, "its digest is another");
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.Asynchronous);
}
