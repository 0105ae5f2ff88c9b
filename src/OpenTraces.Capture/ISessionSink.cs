using System.Diagnostics.CodeAnalysis;
using OpenTraces.Schema;

namespace OpenTraces.Capture;

/// <summary>Where a parser reports what it reads.</summary>
/// <remarks>
/// The caller guarantees: (1) members are called by one thread at a time; (2) nothing given is changed afterwards.
/// </remarks>
[Experimental("OT0001")]
public interface ISessionSink
{
    /// <summary>Accounts for one entry.</summary>
    /// <param name="line">Physical line, from 1.</param>
    /// <param name="fate">Where the entry went.</param>
    /// <param name="reason">
    /// The reason of an ignored entry or the cause of a malformed one, as a short name; null for the others.
    /// </param>
    void Entry(int line, EntryFate fate, string? reason = null);

    /// <summary>Names a type the parser does not know. The entry itself is reported through <see cref="Entry"/>.</summary>
    void UnknownType(string type);

    /// <summary>Reports a finished step: nothing in a later line changes it any more.</summary>
    ValueTask StepAsync(Step step, CancellationToken cancellationToken = default);

    /// <summary>Reports a hunk; its step may be reported before or after.</summary>
    void Patch(PatchDraft patch);

    /// <summary>
    /// Reports an image or a document of the session's own bytes; the same one may be reported again. A sink that keeps
    /// none need not implement this.
    /// </summary>
    void Media(SessionMedia media)
    {
    }

    /// <summary>A call that the session never answers.</summary>
    void CallWithoutResult(string toolCallId);

    /// <summary>A result whose call the session does not hold.</summary>
    void ResultWithoutCall(string toolCallId);
}
