namespace OpenTraces.Capture.Harnesses;

/// <summary>The one form of a remote address, without a name or a secret that may stand in it.</summary>
internal static class RepositoryAddress
{
    /// <summary><c>https://host/owner/repo</c> and <c>owner/repo</c>; both null when the text is no remote address.</summary>
    public static (string? Url, string? Name) Of(string? remote)
    {
        if (string.IsNullOrWhiteSpace(remote))
            return default;
        var rest = remote.AsSpan().Trim();
        var scheme = rest.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0)
            rest = rest[(scheme + 3)..];
        var at = rest.LastIndexOf('@');
        if (at >= 0)
            rest = rest[(at + 1)..];
        var separator = scheme >= 0 ? rest.IndexOf('/') : rest.IndexOf(':');
        if (separator <= 0)
            return default;
        var host = rest[..separator];
        var path = rest[(separator + 1)..].Trim('/');
        if (path.EndsWith(".git", StringComparison.Ordinal))
            path = path[..^4];
        if (path.IsEmpty || !path.Contains('/') || host.Contains('/') || host.Contains('\\') || path.Contains('\\'))
            return default;
        return ($"https://{host}/{path}", path.ToString());
    }
}
