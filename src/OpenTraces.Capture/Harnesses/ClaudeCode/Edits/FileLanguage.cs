namespace OpenTraces.Capture.Harnesses.ClaudeCode.Edits;

/// <summary>The language of a file, told from its extension.</summary>
internal static class FileLanguage
{
    public static string? Of(string path)
    {
        var dot = path.LastIndexOf('.');
        return dot < 0 || path.AsSpan(dot).ContainsAny('/', '\\') ? null : path[(dot + 1)..].ToLowerInvariant() switch
        {
            "py" or "pyi" => "python",
            "ts" or "tsx" or "mts" or "cts" => "typescript",
            "js" or "jsx" or "mjs" or "cjs" => "javascript",
            "cs" => "csharp",
            "fs" => "fsharp",
            "go" => "go",
            "rs" => "rust",
            "java" => "java",
            "kt" or "kts" => "kotlin",
            "swift" => "swift",
            "rb" => "ruby",
            "php" => "php",
            "c" or "h" => "c",
            "cc" or "cpp" or "cxx" or "hpp" => "cpp",
            "sh" or "bash" or "zsh" => "bash",
            "ps1" => "powershell",
            "sql" => "sql",
            "html" or "htm" => "html",
            "css" => "css",
            "scss" => "scss",
            "json" => "json",
            "yml" or "yaml" => "yaml",
            "toml" => "toml",
            "xml" => "xml",
            "md" => "markdown",
            _ => null,
        };
    }
}
