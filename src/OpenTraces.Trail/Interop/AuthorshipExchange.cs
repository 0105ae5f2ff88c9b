using System.Diagnostics.CodeAnalysis;
using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail.Interop.AgentTraces;
using OpenTraces.Trail.Interop.GitAi;

namespace OpenTraces.Trail.Interop;

/// <summary>
/// Writes which sessions wrote a commit in formats of other tools, and reads what they say. The same input gives the same
/// text on every machine. Nothing is written into a repository, and nothing passes the floor of detectors here: what is to leave is written by
/// <see cref="TraceTrail.WriteAuthorshipAsync"/>.
/// </summary>
[Experimental("OT0001")]
public static class AuthorshipExchange
{
    /// <summary>Writes one document about a commit.</summary>
    /// <param name="format">The format.</param>
    /// <param name="blame">The answer about the commit.</param>
    /// <param name="traces">What the store lists of the traces in it, for their models. One that is missing is written without.</param>
    /// <param name="options">Which claims are written; default the firm ones.</param>
    public static AuthorshipDocument Write(
        AuthorshipFormat format, CommitBlame blame, IEnumerable<TraceSummary> traces, AuthorshipOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(blame);
        ArgumentNullException.ThrowIfNull(traces);
        options ??= new AuthorshipOptions();
        var models = new Dictionary<TraceId, string?>();
        foreach (var trace in traces)
            models[trace.TraceId] = trace.Model;
        return format switch
        {
            AuthorshipFormat.GitAiNote => GitAiNote.Write(blame, models, options),
            AuthorshipFormat.AgentTrace => AgentTraceOfCommit.Write(blame, models, options),
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        };
    }

    /// <summary>Reads one document. What is malformed in it is left out and named in <see cref="CommitAuthorship.Warnings"/>.</summary>
    /// <exception cref="OpenTracesException">
    /// <see cref="OpenTracesErrorCode.InvalidTrace"/>: not a document of the format, or of a version that is not read.
    /// </exception>
    public static CommitAuthorship Read(AuthorshipFormat format, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return format switch
        {
            AuthorshipFormat.GitAiNote => GitAiNote.Read(text),
            AuthorshipFormat.AgentTrace => AgentTraceOfCommit.Read(text),
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        };
    }
}
