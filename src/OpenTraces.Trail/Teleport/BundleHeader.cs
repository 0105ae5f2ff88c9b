using System.Text;

namespace OpenTraces.Trail.Teleport;

/// <summary>
/// What stands before the pack of a bundle: the commits a clone must have, and the commits it gets, each under a ref that is
/// called after it. No other ref is written or taken.
/// </summary>
internal static class BundleHeader
{
    public const string References = "refs/opentraces/commits/";

    private const string Version2 = "# v2 git bundle";
    private const string Version3 = "# v3 git bundle";
    private const string Sha256Format = "@object-format=sha256";

    public static byte[] Write(ManifestGit git)
    {
        var text = new StringBuilder();
        text.Append(git.Sha256 ? $"{Version3}\n{Sha256Format}\n" : $"{Version2}\n");
        foreach (var id in git.Prerequisites)
            text.Append('-').Append(id).Append(" \n");
        foreach (var id in git.Commits)
            text.Append(id).Append(' ').Append(References).Append(id).Append('\n');
        return Encoding.ASCII.GetBytes(text.Append('\n').ToString());
    }

    /// <summary>Reads a header and leaves the stream at the pack; it has to be, byte for byte, the one that the manifest leads to.</summary>
    public static async ValueTask PassAsync(Stream bundle, ManifestGit git, CancellationToken cancellationToken)
    {
        var expected = Write(git);
        var found = new byte[expected.Length];
        var read = await bundle.ReadAtLeastAsync(found, found.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (read < found.Length || !found.AsSpan().SequenceEqual(expected))
            throw WorkspaceFailure.Foreign($"{WorkspaceFile.Bundle} names other commits or other refs than {WorkspaceFile.Manifest}");
    }
}
