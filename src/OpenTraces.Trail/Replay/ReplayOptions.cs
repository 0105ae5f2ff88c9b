using OpenTraces.Bucket;

namespace OpenTraces.Trail.Replay;

/// <summary>How what a replay writes is made safe to leave: whoever pushes the ref sends it.</summary>
public sealed class ReplayOptions
{
    /// <summary>The bucket's key, from which the placeholders in the texts are derived.</summary>
    public required RedactionKey RedactionKey { get; init; }

    /// <summary>Login names replaced wherever they stand as a word, beside those found in paths; default none.</summary>
    public IReadOnlyList<string> UserNames { get; set; } = [];

    /// <summary>
    /// Tools that run beside the floor; default none. They read each trace as fields <c>trace_id</c>, <c>session_id</c>, <c>agent</c> and
    /// <c>patches[N]...</c>, then every finished event. A judge that answers <see cref="Clearance.Hold"/> to any of them keeps everything here.
    /// </summary>
    public IReadOnlyList<ISecurityTool> SecurityTools { get; set; } = [];
}
