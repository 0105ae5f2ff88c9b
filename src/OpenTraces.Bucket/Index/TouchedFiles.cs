using OpenTraces.Bucket.Words;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Index;

/// <summary>The files a trace touched, in the order it touched them, with <c>/</c> as separator.</summary>
internal sealed class TouchedFiles
{
    private const int MaxPath = 1024;

    private static readonly string[] Headers = ["*** Update File: ", "*** Add File: ", "*** Delete File: ", "*** Move to: "];

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<string> _paths = [];

    public IReadOnlyList<string> Paths => _paths;

    /// <summary>A path as it is compared: <c>/</c> between names, no <c>./</c> in front.</summary>
    public static string Normalize(string path)
    {
        path = path.Trim().Replace('\\', '/');
        while (path.StartsWith("./", StringComparison.Ordinal))
            path = path[2..];
        return path;
    }

    public static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..].ToLowerInvariant();

    public void Add(string path)
    {
        path = Normalize(path);
        if (path.Length is > 0 and <= MaxPath && !path.AsSpan().ContainsAny('\n', '\r', '\0') && _seen.Add(path))
            _paths.Add(path);
    }

    public void Add(ToolCall call)
    {
        foreach (var name in (ReadOnlySpan<string>)["file_path", "path", "notebook_path", "filename"])
        {
            if (call.Input.GetString(System.Text.Encoding.UTF8.GetBytes(name)) is { } path)
                Add(path);
        }

        foreach (var text in StepTexts.Strings(call.Input))
        {
            if (text.Contains("*** Begin Patch", StringComparison.Ordinal))
                AddPatch(text);
        }
    }

    private void AddPatch(string patch)
    {
        foreach (var line in patch.AsSpan().EnumerateLines())
        {
            foreach (var header in Headers)
            {
                if (line.StartsWith(header, StringComparison.Ordinal))
                    Add(line[header.Length..].ToString());
            }
        }
    }
}
