using OpenTraces.Schema;

namespace OpenTraces.Bucket.Upkeep;

/// <summary>Network file systems are refused: their locks do not hold what the bucket asks of a lock.</summary>
internal static class NetworkFolder
{
    public static void Refuse(string folder)
    {
        DriveType type;
        try
        {
            type = new DriveInfo(Nearest(Path.GetFullPath(folder))).DriveType;
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            // Nothing can be told of it; what is wrong with the folder shows when it is used.
            return;
        }

        if (type == DriveType.Network)
        {
            throw new OpenTracesException(OpenTracesErrorCode.Precondition,
                $"'{folder}' lies on a network file system. A bucket needs a local disk: choose another folder.");
        }
    }

    /// <summary>A folder that does not exist yet lies where the nearest one above it does.</summary>
    private static string Nearest(string folder)
    {
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } above)
            folder = above;
        return folder;
    }
}
