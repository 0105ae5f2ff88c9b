using OpenTraces.Bucket.Security;
using OpenTraces.Schema;

namespace OpenTraces.Bucket;

/// <summary>The tools that come with the package, by name.</summary>
public static class SecurityTools
{
    /// <summary>
    /// What runs over everything that leaves, whatever a policy or an author says: <c>regex</c>, <c>entropy</c>,
    /// <c>business_logic</c>, <c>path_anonymizer</c>.
    /// </summary>
    public static IReadOnlyList<string> Floor { get; } =
        [RegexTool.ToolName, EntropyTool.ToolName, BusinessLogicTool.ToolName, PathAnonymizerTool.ToolName];

    /// <summary>Makes a tool.</summary>
    /// <param name="name">One of <see cref="Floor"/>.</param>
    /// <param name="key">What replacements are derived from.</param>
    /// <param name="userNames">Login names replaced wherever they stand as a word, three letters and longer; default none.</param>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.InvalidRequest"/>: no tool has this name.</exception>
    public static ISecurityTool Create(string name, RedactionKey key, IEnumerable<string>? userNames = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(key);
        return name switch
        {
            RegexTool.ToolName => new RegexTool(),
            EntropyTool.ToolName => new EntropyTool(),
            BusinessLogicTool.ToolName => new BusinessLogicTool(),
            PathAnonymizerTool.ToolName => new PathAnonymizerTool(key, userNames),
            _ => throw new OpenTracesException(OpenTracesErrorCode.InvalidRequest,
                $"No security tool is called '{name}'. Choose from {string.Join(", ", Floor)}."),
        };
    }
}
