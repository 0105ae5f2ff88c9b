using OpenTraces.Bucket;

namespace OpenTraces.Trail.Teleport;

/// <summary>How a trace is made safe to leave, and what goes along.</summary>
public sealed class TeleportOptions
{
    /// <summary>The bucket's key, from which the placeholders in the texts are derived.</summary>
    public required RedactionKey RedactionKey { get; init; }

    /// <summary>Login names replaced wherever they stand as a word, beside those found in paths; default none.</summary>
    public IReadOnlyList<string> UserNames { get; set; } = [];

    /// <summary>
    /// Tools that run beside the floor; default none. They read the trace with its patches and anchors as fields <c>record...</c>,
    /// <c>patches[N]...</c> and <c>anchors[N]...</c>, then every file, name and message of the repository that is to leave, then the manifest.
    /// A judge that answers <see cref="Clearance.Hold"/> to any of them keeps everything here.
    /// </summary>
    public IReadOnlyList<ISecurityTool> SecurityTools { get; set; } = [];

    /// <summary>How much of the repository goes along; default everything that opening it elsewhere needs.</summary>
    public TeleportGit Git { get; set; } = TeleportGit.SelfContained;

    /// <summary>The revision whose history is searched for the trace's changes, beside all branches and tags; default <c>HEAD</c>.</summary>
    public string Revision { get; set; } = "HEAD";
}
