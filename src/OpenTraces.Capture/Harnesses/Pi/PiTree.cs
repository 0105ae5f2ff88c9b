using OpenTraces.Capture.Harnesses.Pi.Lines;

namespace OpenTraces.Capture.Harnesses.Pi;

/// <summary>
/// Which entries the conversation ended with. Pi keeps every branch in one file; the last entry is the leaf, and the
/// entries from the root to it are the active branch. Entries without ids follow the entry before them, and so does an
/// entry whose parent is not earlier in the file: a lost line costs that line, not everything before it, and no walk can
/// go in circles.
/// </summary>
internal sealed class PiTree
{
    private const int Root = -1;

    private readonly List<PiEntry> _entries;
    private readonly int[] _parents;
    private readonly bool[] _active;
    private readonly bool[] _outside;
    private readonly bool[] _repeated;

    /// <param name="entries">All entries in file order.</param>
    /// <param name="headerId">What entries of some hosts name as the parent of a root.</param>
    public PiTree(List<PiEntry> entries, string? headerId)
    {
        _entries = entries;
        _parents = new int[entries.Count];
        _active = new bool[entries.Count];
        _outside = new bool[entries.Count];
        _repeated = new bool[entries.Count];
        var last = Link(headerId);
        Leaf = Activate(last) ? last : ActivateLastMessage(last);
    }

    /// <summary>Position of the leaf; -1 without entries.</summary>
    public int Leaf { get; }

    /// <summary>The active branch held no message, and the branch of the last message was taken instead.</summary>
    public bool IsLeafReplaced { get; private set; }

    /// <summary>Entries whose parent is not in the file before them.</summary>
    public int BridgedParents { get; private set; }

    /// <summary>Entries, or the start, with more than one child.</summary>
    public int BranchPoints { get; private set; }

    /// <summary>Last entries of branches, the active one included.</summary>
    public int Leaves { get; private set; }

    public bool IsActive(int position) => _active[position] || _outside[position];

    /// <summary>
    /// True for an entry written once more. Releases of 2026 wrote the whole session again when it went on from a file
    /// without an answer, header included.
    /// </summary>
    public bool IsRepeated(int position) => _repeated[position];

    private int Link(string? headerId)
    {
        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        var headers = new Dictionary<string, int>(StringComparer.Ordinal);
        var children = new int[_entries.Count + 1];
        var last = Root;
        for (var i = 0; i < _entries.Count; i++)
        {
            var entry = _entries[i];
            var isKnown = entry.Id is not null && (entry.Type == PiTypes.Session ? headers : positions).TryGetValue(entry.Id, out var first)
                && IsSame(_entries[first], entry);
            _repeated[i] = isKnown;
            _outside[i] = isKnown || entry.Type is null or PiTypes.Session;
            if (entry.Type == PiTypes.Session && entry.Id is not null && !isKnown)
                headers[entry.Id] = i;
            if (_outside[i])
            {
                _parents[i] = Root;
                continue;
            }

            _parents[i] = Parent(entry, headerId, positions, last);
            children[_parents[i] + 1]++;
            if (entry.Id is not null)
                positions[entry.Id] = i;
            last = i;
        }

        BranchPoints = children.Count(static c => c > 1);
        Leaves = _entries.Where((_, i) => !_outside[i] && children[i + 1] == 0).Count();
        return last;
    }

    private static bool IsSame(PiEntry first, PiEntry second) =>
        first.Type == second.Type && first.Timestamp == second.Timestamp && first.ParentId == second.ParentId
        && first.HasParent == second.HasParent;

    private int Parent(PiEntry entry, string? headerId, Dictionary<string, int> positions, int before)
    {
        if (!entry.HasParent)
            return before;
        if (entry.ParentId is null)
            return Root;
        if (positions.TryGetValue(entry.ParentId, out var parent))
            return parent;
        if (entry.ParentId == headerId)
            return Root;
        BridgedParents++;
        return before;
    }

    private bool Activate(int leaf)
    {
        var hasMessage = leaf == Root;
        for (var i = leaf; i != Root; i = _parents[i])
        {
            _active[i] = true;
            hasMessage |= _entries[i].Type == PiTypes.Message;
        }

        return hasMessage;
    }

    private int ActivateLastMessage(int leaf)
    {
        var message = _entries.Count - 1;
        while (message >= 0 && (_outside[message] || _entries[message].Type != PiTypes.Message))
            message--;
        if (message < 0)
            return leaf;
        IsLeafReplaced = true;
        Array.Clear(_active);
        Activate(message);
        return message;
    }
}
