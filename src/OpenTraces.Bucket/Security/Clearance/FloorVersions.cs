namespace OpenTraces.Bucket.Security;

internal static class FloorVersions
{
    public static string? Of(string tool) => tool switch
    {
        RegexTool.ToolName => RegexTool.ToolVersion,
        EntropyTool.ToolName => EntropyTool.ToolVersion,
        BusinessLogicTool.ToolName => BusinessLogicTool.ToolVersion,
        PathAnonymizerTool.ToolName => PathAnonymizerTool.ToolVersion,
        _ => null,
    };
}
