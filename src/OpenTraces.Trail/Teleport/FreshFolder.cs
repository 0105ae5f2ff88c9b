namespace OpenTraces.Trail.Teleport;

/// <summary>
/// A folder that appears whole or not at all: it is filled under another name beside its own and renamed at the end. What a killed
/// process leaves is a folder whose name begins with a dot and holds <c>.opentraces-</c>.
/// </summary>
internal sealed class FreshFolder : IDisposable
{
    private const UnixFileMode PrivateFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode PrivateFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _target;
    private bool _published;

    private FreshFolder(string target, string temporary)
    {
        _target = target;
        Path = temporary;
    }

    /// <summary>Where it is filled.</summary>
    public string Path { get; }

    public static void RequireBlank(string target)
    {
        var folder = new DirectoryInfo(target);
        if (folder.LinkTarget is not null || File.Exists(target) || (folder.Exists && folder.EnumerateFileSystemInfos().Any()))
            throw WorkspaceFailure.NotBlank(target);
    }

    public static FreshFolder Begin(string target)
    {
        target = System.IO.Path.TrimEndingDirectorySeparator(target);
        RequireBlank(target);
        var parent = System.IO.Path.GetDirectoryName(target) ?? throw WorkspaceFailure.NotBlank(target);
        var temporary = System.IO.Path.Combine(parent, $".{System.IO.Path.GetFileName(target)}.opentraces-{System.IO.Path.GetRandomFileName()}");
        try
        {
            Directory.CreateDirectory(parent);
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(temporary);
            else
                Directory.CreateDirectory(temporary, PrivateFolder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw WorkspaceFailure.NotWritable(target, error);
        }

        return new FreshFolder(target, temporary);
    }

    /// <summary>A new file of it, readable by its owner alone.</summary>
    public FileStream Create(string name)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = PrivateFile;
        return new FileStream(System.IO.Path.Combine(Path, name), options);
    }

    /// <summary>Gives it its name. Whoever filled the place meanwhile keeps it.</summary>
    public void Publish()
    {
        try
        {
            if (Directory.Exists(_target))
                Directory.Delete(_target);
            Directory.Move(Path, _target);
            _published = true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw WorkspaceFailure.NotWritable(_target, error);
        }
    }

    public void Dispose()
    {
        if (_published)
            return;
        try
        {
            // Git's packs are read-only, which keeps them from being deleted on Windows.
            var all = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
            foreach (var entry in new DirectoryInfo(Path).EnumerateFiles("*", all).Where(f => f.IsReadOnly))
                entry.IsReadOnly = false;
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Its name says whose it is; what ended the work is the error to report.
        }
    }
}
