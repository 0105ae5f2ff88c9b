using OpenTraces.Capture.Harnesses.Pi.Lines;

namespace OpenTraces.Capture.Harnesses.Pi.Branches;

/// <summary>
/// Which entries the conversation ended with. Pi keeps every branch in one file; the last entry is the leaf, and the
/// entries from the root to it are the active branch. Entries without ids follow the entry before them, and so does an
/// entry whose parent is not earlier in the file: a lost line costs that line, not everything before it, and no walk can
/// go in circles. Of an entry it keeps a few numbers, not its texts.
/// </summary>
internal sealed class PiTree
{
    private const int Root = -1;

    private readonly List<PiPlace> _places = [];
    private readonly List<int> _parents = [];
    private Dictionary<UInt128, (int Position, ulong Stamp)> _known = [];
    private Dictionary<UInt128, ulong> _headers = [];
    private List<(int Position, UInt128 Parent)> _unknownParents = [];
    private UInt128? _headerId;
    private int _last = Root;

    /// <summary>The entry that opens the session, wherever it stands; null without one.</summary>
    public PiEntry? Header { get; private set; }

    /// <summary>The number of entries.</summary>
    public int Count => _places.Count;

    /// <summary>Position of the leaf; -1 without entries.</summary>
    public int Leaf { get; private set; } = Root;

    /// <summary>The active branch held no message, and the branch of the last message was taken instead.</summary>
    public bool IsLeafReplaced { get; private set; }

    /// <summary>Entries whose parent is not in the file before them.</summary>
    public int BridgedParents { get; private set; }

    /// <summary>Entries, or the start, with more than one child.</summary>
    public int BranchPoints { get; private set; }

    /// <summary>Last entries of branches, the active one included.</summary>
    public int Leaves { get; private set; }

    public bool IsActive(int position) => (_places[position] & (PiPlace.Active | PiPlace.Outside)) != 0;

    /// <summary>
    /// True for an entry written once more. Releases of 2026 wrote the whole session again when it went on from a file
    /// without an answer, header included.
    /// </summary>
    public bool IsRepeated(int position) => (_places[position] & PiPlace.Repeated) != 0;

    /// <summary>Takes the next entry of the file.</summary>
    public void Add(PiEntry entry)
    {
        if (entry.Type is null or PiTypes.Session)
        {
            AddOutside(entry);
            return;
        }

        var id = entry.Id is null ? default : PiKey.Of(entry.Id);
        var stamp = entry.Id is null ? 0 : Stamp(entry);
        if (entry.Id is not null && _known.TryGetValue(id, out var first) && first.Stamp == stamp)
        {
            Place(PiPlace.Outside | PiPlace.Repeated, Root);
            return;
        }

        Place(entry.Type == PiTypes.Message ? PiPlace.Message : PiPlace.None, Parent(entry));
        _last = Count - 1;
        if (entry.Id is not null)
            _known[id] = (_last, stamp);
    }

    /// <summary>Decides, once every entry is in.</summary>
    public void Close()
    {
        (_known, _headers, _unknownParents) = ([], [], []);
        CountChildren();
        Leaf = Activate(_last) ? _last : ActivateLastMessage(_last);
        _parents.Clear();
        _parents.TrimExcess();
    }

    private void AddOutside(PiEntry entry)
    {
        var isRepeated = false;
        if (entry is { Type: PiTypes.Session, Id: not null })
        {
            var (id, stamp) = (PiKey.Of(entry.Id), Stamp(entry));
            isRepeated = _headers.TryGetValue(id, out var first) && first == stamp;
            _headers[id] = stamp;
        }

        Place(isRepeated ? PiPlace.Outside | PiPlace.Repeated : PiPlace.Outside, Root);
        if (Header is null && entry.Type is not null)
            Open(entry);
    }

    /// <summary>Entries of some hosts name the header as the parent of a root, even those that stand before it.</summary>
    private void Open(PiEntry header)
    {
        Header = header;
        if (header.Id is null)
            return;
        _headerId = PiKey.Of(header.Id);
        foreach (var (position, _) in _unknownParents.Where(p => p.Parent == _headerId))
        {
            _parents[position] = Root;
            BridgedParents--;
        }
    }

    private int Parent(PiEntry entry)
    {
        if (!entry.HasParent)
            return _last;
        if (entry.ParentId is null)
            return Root;
        var key = PiKey.Of(entry.ParentId);
        if (_known.TryGetValue(key, out var parent))
            return parent.Position;
        if (key == _headerId)
            return Root;
        if (Header is null)
            _unknownParents.Add((Count, key));
        BridgedParents++;
        return _last;
    }

    private void Place(PiPlace place, int parent)
    {
        _places.Add(place);
        _parents.Add(parent);
    }

    private void CountChildren()
    {
        var children = new int[Count + 1];
        for (var i = 0; i < Count; i++)
        {
            if (!Is(i, PiPlace.Outside))
                children[_parents[i] + 1]++;
        }

        BranchPoints = children.Count(static c => c > 1);
        for (var i = 0; i < Count; i++)
        {
            if (children[i + 1] == 0 && !Is(i, PiPlace.Outside))
                Leaves++;
        }
    }

    private bool Activate(int leaf)
    {
        var hasMessage = leaf == Root;
        for (var i = leaf; i != Root; i = _parents[i])
        {
            _places[i] |= PiPlace.Active;
            hasMessage |= Is(i, PiPlace.Message);
        }

        return hasMessage;
    }

    private int ActivateLastMessage(int leaf)
    {
        var message = Count - 1;
        while (message >= 0 && !Is(message, PiPlace.Message))
            message--;
        if (message < 0)
            return leaf;
        IsLeafReplaced = true;
        for (var i = leaf; i != Root; i = _parents[i])
            _places[i] &= ~PiPlace.Active;
        Activate(message);
        return message;
    }

    private bool Is(int position, PiPlace place) => (_places[position] & place) != 0;

    /// <summary>What makes an entry with the same id the same entry.</summary>
    private static ulong Stamp(PiEntry entry) =>
        PiKey.Mix(PiKey.Mix(PiKey.Mix(entry.HasParent ? 1ul : 2ul, entry.Type), entry.Timestamp), entry.ParentId);
}
