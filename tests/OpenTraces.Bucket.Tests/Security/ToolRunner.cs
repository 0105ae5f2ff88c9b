namespace OpenTraces.Bucket.Tests.Security;

internal static class ToolRunner
{
    public static IReadOnlyList<Finding> Find(
        ISecurityTool tool, string text, SecurityFieldKind kind = SecurityFieldKind.General, string path = "") =>
        tool.RunAsync([new SecurityField(path, kind, text)]).AsTask().GetAwaiter().GetResult().Findings;

    public static IEnumerable<string> Values(ISecurityTool tool, string text) =>
        Find(tool, text).Select(f => text.Substring(f.Start, f.Length));
}
