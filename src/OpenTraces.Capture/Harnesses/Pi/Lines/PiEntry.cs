using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Pi.Lines;

/// <summary>One entry of a session file, reduced to what the record needs.</summary>
internal sealed class PiEntry
{
    /// <summary>Physical line, from 1.</summary>
    public int Line { get; set; }

    /// <summary>Set once it is known where the entry goes.</summary>
    public EntryFate? Fate { get; private set; }

    /// <summary>Why it is ignored or malformed.</summary>
    public string? Reason { get; private set; }

    /// <summary>The type by its present name (<see cref="PiVersions.CurrentType"/>).</summary>
    public string? Type { get; set; }

    /// <summary>Null in the first format version.</summary>
    public string? Id { get; set; }

    /// <summary>Null at a root; says nothing unless <see cref="HasParent"/>.</summary>
    public string? ParentId { get; set; }

    /// <summary>True when the entry itself says what it follows.</summary>
    public bool HasParent { get; set; }

    /// <summary>When the entry was written, ISO 8601.</summary>
    public string? Timestamp { get; set; }

    /// <summary>The content, where the entry has any: its own members or those of <c>message</c>.</summary>
    public PiMessage? Message { get; set; }

    /// <summary>The whole entry, for types that end in the metadata; else the literal null.</summary>
    public RawJson Raw { get; set; }

    /// <summary>Lets go of what the steps hold by now.</summary>
    public void Release() => Message = null;

    public void Settle(EntryFate fate, string? reason = null)
    {
        Fate = fate;
        Reason = reason;
    }
}
