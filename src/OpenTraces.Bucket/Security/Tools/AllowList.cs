namespace OpenTraces.Bucket.Security;

/// <summary>What looks like a secret and is known to be none.</summary>
internal static class AllowList
{
    private static readonly string[] PlaceholderWords = ["test", "dummy", "fake", "example", "xxx", "your", "placeholder"];
    private static readonly string[] DocumentationDomains = ["example.com", "example.org", "example.net", "test.com", "localhost", "test", "example", "invalid"];
    private static readonly string[] LocalHosts = ["localhost", "127.0.0.1", "0.0.0.0", "[::1]", "example.com", "example.org"];

    /// <summary>True for a value that says of itself that it stands for a secret: <c>test-...</c>, <c>your-key</c>.</summary>
    public static bool IsPlaceholderWord(ReadOnlySpan<char> value)
    {
        foreach (var word in PlaceholderWords)
        {
            if (value.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>True for an address nobody is reached at, or that is a service's own.</summary>
    public static bool IsEmail(ReadOnlySpan<char> local, ReadOnlySpan<char> domain)
    {
        if (local.EndsWith("noreply", StringComparison.OrdinalIgnoreCase) || local.EndsWith("no-reply", StringComparison.OrdinalIgnoreCase))
            return true;
        // `git@host:path` is how ssh remotes are written; it names no person.
        if (local is "git" || local.EndsWith(".git", StringComparison.Ordinal) || domain.StartsWith("users.noreply.", StringComparison.OrdinalIgnoreCase))
            return true;
        return IsIn(domain, DocumentationDomains);
    }

    /// <summary>True when every host of a connection string is this machine or a documentation domain.</summary>
    public static bool IsDatabaseUrl(ReadOnlySpan<char> url)
    {
        var authority = url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var end = authority.IndexOfAny('/', '?', '#');
        if (end >= 0 && !authority[end..].Contains('@'))
            authority = authority[..end];
        authority = authority[(authority.LastIndexOf('@') + 1)..];
        end = authority.IndexOfAny('/', '?', '#');
        if (end >= 0)
            authority = authority[..end];
        if (authority.IsEmpty)
            return false;
        foreach (var range in authority.Split(','))
        {
            var host = authority[range];
            var colon = host.LastIndexOf(':');
            if (colon > 0 && host[^1] != ']')
                host = host[..colon];
            if (!IsIn(host, LocalHosts))
                return false;
        }

        return true;
    }

    private static bool IsIn(ReadOnlySpan<char> domain, string[] domains)
    {
        foreach (var known in domains)
        {
            if (domain.Equals(known, StringComparison.OrdinalIgnoreCase))
                return true;
            if (domain.Length > known.Length && domain[^(known.Length + 1)] == '.'
                && domain.EndsWith(known, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
