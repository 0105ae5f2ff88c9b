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
            var id = SessionId(repository);
            var session = Path.Combine(folder, "sessions", "2026", "03", "10", $"rollout-2026-03-10T10-00-12-{id}.jsonl");
            Directory.CreateDirectory(Path.GetDirectoryName(session)!);
            await File.WriteAllBytesAsync(session, SampleSession.Write(id, repository, start), cancellationToken);
            return new BundledSample { RepositoryPath = repository, SessionPaths = [session], HeadCommit = head };
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

    /// <summary>A UUID with the time of the session in front and the place of the repository behind.</summary>
    private static string SessionId(string repository)
    {
        var place = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(repository)));
        return $"019cd6f9-a960-7{place[..3]}-8{place[3..6]}-{place[6..18]}";
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
