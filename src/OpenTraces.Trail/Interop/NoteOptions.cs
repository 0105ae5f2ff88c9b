using OpenTraces.Bucket;

namespace OpenTraces.Trail.Interop;

/// <summary>What is written of a commit, and how it is made safe to leave.</summary>
public sealed class NoteOptions
{
    /// <summary>The bucket's key, from which the placeholders in the text are derived.</summary>
    public required RedactionKey RedactionKey { get; init; }

    /// <summary>Login names that may not stand as a word in an id or path, and are replaced in other texts; default none.</summary>
    public IReadOnlyList<string> UserNames { get; set; } = [];

    /// <summary>
    /// Tools that run beside the floor; default none. They read each trace that is to be named as fields <c>trace_id</c>,
    /// <c>session_id</c> and <c>agent</c>, then its <c>model</c>, then the <c>human_author</c>, then <c>files[N]</c>, then the finished document. A
    /// judge that answers <see cref="Clearance.Hold"/> to any of them keeps the whole document here.
    /// </summary>
    public IReadOnlyList<ISecurityTool> SecurityTools { get; set; } = [];

    /// <summary>Which claims are written, and who asked; default the firm claims, and nobody.</summary>
    public AuthorshipOptions Authorship { get; set; } = new();
}
