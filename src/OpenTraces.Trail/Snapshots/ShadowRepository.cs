using System.Globalization;
using OpenTraces.Schema;
using OpenTraces.Trail.Git;

namespace OpenTraces.Trail.Snapshots;

/// <summary>
/// The bare repository inside the git directory that takes everything a snapshot writes. It reads the person's objects as
/// alternates, and nothing that the person's git lists, sends or collects leads to it.
/// </summary>
internal sealed class ShadowRepository(WorkTree tree, TrailOptions options)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private string Objects => Path.Combine(tree.Shadow, "objects");

    /// <summary>Creates what is missing of it. Any number of processes may do so at once: they write the same.</summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.Precondition"/>: the folder cannot be written.</exception>
    public void Ensure()
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(tree.Shadow);
            else
                Directory.CreateDirectory(tree.Shadow, Private);
            Directory.CreateDirectory(Path.Combine(Objects, "info"));
            Directory.CreateDirectory(Path.Combine(Objects, "pack"));
            Directory.CreateDirectory(Path.Combine(tree.Shadow, "refs", "heads"));
            // Relative, so that the repository can be moved.
            Write(Path.Combine(Objects, "info", "alternates"), "../../objects\n");
            Write(Path.Combine(tree.Shadow, "config"), Configuration());
            Write(Path.Combine(tree.Shadow, "HEAD"), "ref: refs/heads/none\n");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw GitFailure.NoShadow(tree.Shadow, exception);
        }
    }

    /// <summary>Git that knows the person's repository, but whose index and new objects are elsewhere.</summary>
    public GitProcess InWorkTree(string index) => Start(
    [
        new("GIT_DIR", tree.GitDirectory), new("GIT_WORK_TREE", tree.Root), new("GIT_INDEX_FILE", index), new("GIT_OBJECT_DIRECTORY", Objects),
    ]);

    /// <summary>Git that knows the shadow alone.</summary>
    /// <param name="time">When the commits that it makes were made.</param>
    public GitProcess InShadow(DateTimeOffset time)
    {
        var date = string.Create(CultureInfo.InvariantCulture, $"@{Math.Max(0, time.ToUnixTimeSeconds())} +0000");
        return Start(
        [
            new("GIT_DIR", tree.Shadow),
            new("GIT_AUTHOR_NAME", "OpenTraces"), new("GIT_AUTHOR_EMAIL", "opentraces@localhost"), new("GIT_AUTHOR_DATE", date),
            new("GIT_COMMITTER_NAME", "OpenTraces"), new("GIT_COMMITTER_EMAIL", "opentraces@localhost"), new("GIT_COMMITTER_DATE", date),
        ]);
    }

    private GitProcess Start(IReadOnlyList<KeyValuePair<string, string>> variables) =>
        new(options.GitProgram, tree.Root, options.GitTimeout, options.Clock, new GitPlace { Variables = variables, Settings = Settings() });

    private string[] Settings() =>
    [
        "core.hooksPath=" + Path.Combine(tree.Shadow, "no-hooks"), "core.logAllRefUpdates=false", "gc.auto=0", "maintenance.auto=false",
        // A split index would be written beside the person's.
        "core.splitIndex=false", "core.untrackedCache=false", "index.skipHash=true",
        // It changes no byte of what is stored, only whether git warns of it or refuses.
        "core.safecrlf=false",
        "core.looseCompression=1", "i18n.commitEncoding=UTF-8", "lfs.storage=" + Path.Combine(tree.Shadow, "lfs"),
    ];

    private string Configuration() => tree.Sha256
        ? "[core]\n\trepositoryformatversion = 1\n\tbare = true\n\tlogAllRefUpdates = false\n[extensions]\n\tobjectformat = sha256\n[gc]\n\tauto = 0\n"
        : "[core]\n\trepositoryformatversion = 0\n\tbare = true\n\tlogAllRefUpdates = false\n[gc]\n\tauto = 0\n";

    private static void Write(string file, string text)
    {
        if (File.Exists(file))
            return;
        var temporary = file + "." + Path.GetRandomFileName();
        File.WriteAllText(temporary, text);
        File.Move(temporary, file, overwrite: true);
    }
}
