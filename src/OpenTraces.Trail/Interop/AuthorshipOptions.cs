namespace OpenTraces.Trail.Interop;

/// <summary>What is written of a commit.</summary>
public sealed class AuthorshipOptions
{
    /// <summary>
    /// Whether claims that are not firm are written too. The formats have no word for doubt, so a reader takes them for
    /// certain; the report counts them. Default false.
    /// </summary>
    public bool IncludeProvisional { get; set; }

    /// <summary>Who asked the agents, as <c>Name &lt;address&gt;</c>; null writes nobody.</summary>
    public string? HumanAuthor { get; set; }
}
