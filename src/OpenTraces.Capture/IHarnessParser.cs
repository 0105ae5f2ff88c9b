using System.Diagnostics.CodeAnalysis;

namespace OpenTraces.Capture;

/// <summary>Reads the native sessions of one harness.</summary>
/// <remarks>
/// Every implementation guarantees, and <c>HarnessParserConformance</c> tests:
/// (1) <see cref="CanRead"/> looks at the bytes it is given, performs no I/O and throws on no input;
/// (2) every entry of the source is reported to the sink exactly once, in file order;
/// (3) steps are reported in the order they happened, indices 1, 2, 3 ..., and a parent before its children;
/// (4) the same bytes give the same steps, patches, entries and header, on any machine;
/// (5) no content makes it throw: what cannot be read is a malformed entry (I/O errors and cancellation do get out);
/// (6) memory is bounded by one line and the steps produced.
/// </remarks>
[Experimental("OT0001")]
public interface IHarnessParser
{
    /// <summary>The harness, as it stands in <see cref="Schema.Agent.Name"/>.</summary>
    string Harness { get; }

    /// <summary>Changes whenever the same bytes give another record.</summary>
    int Version { get; }

    /// <summary>Whether the source is a session of this harness. Decided by content; the file name may only break a tie.</summary>
    bool CanRead(HarnessProbe probe);

    /// <summary>Reads a session to its end and returns what stands in the record's header.</summary>
    ValueTask<SessionHeader> ParseAsync(
        SessionSource source, ISessionSink sink, CancellationToken cancellationToken = default);
}
