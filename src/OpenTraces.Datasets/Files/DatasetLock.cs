using OpenTraces.Schema;

namespace OpenTraces.Datasets.Files;

/// <summary>A lock the operating system drops with the process, however that ends.</summary>
internal sealed class DatasetLock : IDisposable
{
    private readonly FileStream _stream;

    private DatasetLock(FileStream stream) => _stream = stream;

    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.StoreBusy"/>: somebody holds it.</exception>
    public static DatasetLock Take(string path, string what)
    {
        try
        {
            return new DatasetLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new OpenTracesException(OpenTracesErrorCode.Precondition, $"'{path}' cannot be written. Give this user write access to the dataset.", e);
        }
        catch (IOException e) when (e is not DirectoryNotFoundException and not FileNotFoundException)
        {
            throw new OpenTracesException(OpenTracesErrorCode.StoreBusy, $"Another {what} is in progress. Try again when it has ended.", e);
        }
    }

    public void Dispose() => _stream.Dispose();
}
