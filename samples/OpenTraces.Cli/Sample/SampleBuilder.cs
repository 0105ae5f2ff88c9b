using System.Security.Cryptography;
using System.Text;
using OpenTraces.Schema;

namespace OpenTraces.Cli.Sample;

/// <summary>
/// Builds the bundled sample: a repository with a known history and the sessions in which an agent worked on it. The same
/// folder always gives the same commits and the same session bytes.
/// </summary>
internal static class SampleBuilder
{
    private const string RepositoryName = "tinyshop";

    /// <summary>Builds into a folder, which is created if missing; building again into the same folder changes nothing.</summary>
    /// <exception cref="OpenTracesException">
    /// <see cref="OpenTracesErrorCode.Precondition"/>: git is missing, or the folder's <c>tinyshop</c> is not the sample.
    /// </exception>
    public static async Task<BundledSample> BuildAsync(string folder, CancellationToken cancellationToken)
    {
        folder = Path.GetFullPath(folder);
        Directory.CreateDirectory(folder);
        var repository = Path.Combine(folder, RepositoryName);
        var work = Path.Combine(folder, ".building-" + Guid.NewGuid().ToString("N"));
        try
        {
            var (start, head) = await SampleRepository.BuildAsync(work, cancellationToken);
            await PlaceAsync(work, repository, head, cancellationToken);
            var rollout = SessionId("019cd6f9-a960-7", repository);
            var chat = SessionId("5b0f3c1d-7a42-4", repository);
            var sessions = Path.Combine(folder, "sessions");
            return new BundledSample
            {
                RepositoryPath = repository,
                HeadCommit = head,
                SessionPaths =
                [
                    await WriteAsync(Path.Combine(sessions, "codex", $"rollout-2026-03-10T10-00-12-{rollout}.jsonl"),
                        SampleSession.Write(rollout, repository, start), cancellationToken),
                    await WriteAsync(Path.Combine(sessions, "claude-code", chat + ".jsonl"),
                        SampleSortingSession.Write(chat, repository), cancellationToken),
                ],
            };
        }
        finally
        {
            DeleteTree(work);
        }
    }

    private static async Task PlaceAsync(string work, string repository, string head, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(repository))
        {
            Directory.Move(work, repository);
            return;
        }

        var isSample = Directory.Exists(Path.Combine(repository, ".git"))
            && await new SampleGit(repository).HeadAsync(cancellationToken) == head;
        if (!isSample)
        {
            throw new OpenTracesException(OpenTracesErrorCode.Precondition,
                $"'{repository}' is not the sample repository. Move it away, or build the sample in another folder.");
        }
    }

    private static async Task<string> WriteAsync(string path, byte[] session, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, session, cancellationToken);
        return path;
    }

    /// <summary>A UUID that ends in the place of the repository: samples in two places are two sessions.</summary>
    private static string SessionId(string start, string repository)
    {
        var place = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(repository)));
        return $"{start}{place[..3]}-8{place[3..6]}-{place[6..18]}";
    }

    private static void DeleteTree(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories))
            file.Attributes &= ~FileAttributes.ReadOnly;
        Directory.Delete(folder, recursive: true);
    }
}
