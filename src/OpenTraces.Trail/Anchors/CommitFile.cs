using OpenTraces.Trail.Anchors.Matching;
using OpenTraces.Trail.Git;
using OpenTraces.Trail.Text;

namespace OpenTraces.Trail.Anchors;

/// <summary>What one commit did to one file, laid out for matching, with the claims that patches have made on it.</summary>
internal sealed class CommitFile
{
    private readonly bool[] _claimed;
    private readonly bool[] _relaid;
    private readonly bool[] _sameText;
    private readonly bool _anyRelaid;
    private readonly Dictionary<int, bool> _mayRelay = [];
    private readonly bool[] _removedClaimed;

    /// <param name="change">What the commit did to the file.</param>
    /// <param name="hunks">What of it is the commit's own.</param>
    /// <param name="patches">The patches that are looked for.</param>
    /// <param name="kept">The lines of a hunk that were there before, laid out otherwise.</param>
    public CommitFile(FileChange change, IReadOnlyList<DiffHunk> hunks, PatchSet patches, Func<DiffHunk, IReadOnlyList<LinePair>> kept)
    {
        Change = change;
        Hunks = hunks;
        Tokens = patches.Tokens;
        Blocks = new PatchLines[hunks.Count];
        RemovedBlocks = new PatchLines[hunks.Count];
        var (numbers, block, solid, space) = (new List<int>(), new List<int>(), new List<int>(), new List<int>());
        FirstLine = new int[hunks.Count + 1];
        FirstRemoved = new int[hunks.Count + 1];
        for (var h = 0; h < hunks.Count; h++)
        {
            var added = Blocks[h] = PatchLines.Look(hunks[h].Added, patches.Exact, patches.Space);
            RemovedBlocks[h] = PatchLines.Look(hunks[h].Removed, patches.Exact, patches.Space);
            FirstLine[h] = numbers.Count;
            foreach (var i in added.Solid)
            {
                solid.Add(numbers.Count + i);
                space.Add(added.Space[i]);
            }

            for (var i = 0; i < added.Count; i++)
            {
                numbers.Add(hunks[h].NewStart + i);
                block.Add(h);
            }

            FirstRemoved[h + 1] = FirstRemoved[h] + hunks[h].Removed.Count;
        }

        FirstLine[hunks.Count] = numbers.Count;
        (Numbers, BlockOf, Solid, SolidSpace) = ([.. numbers], [.. block], [.. solid], [.. space]);
        _claimed = new bool[Numbers.Length];
        _relaid = new bool[Numbers.Length];
        _sameText = new bool[Numbers.Length];
        for (var h = 0; h < hunks.Count; h++)
        {
            foreach (var pair in kept(hunks[h]))
            {
                _anyRelaid = _relaid[FirstLine[h] + pair.New] = true;
                _sameText[FirstLine[h] + pair.New] |= pair.SameText;
            }
        }

        _removedClaimed = new bool[FirstRemoved[^1]];
    }

    public FileChange Change { get; }

    public Vocabulary Tokens { get; }

    /// <summary>The path the lines are in: the new one, or the old one of a deleted file.</summary>
    public string Path => Change.NewPath ?? Change.OldPath!;

    public IReadOnlyList<DiffHunk> Hunks { get; }

    public PatchLines[] Blocks { get; }

    public PatchLines[] RemovedBlocks { get; }

    /// <summary>For each hunk the index of its first added line; one entry more at the end. Likewise for removed lines.</summary>
    public int[] FirstLine { get; }

    /// <inheritdoc cref="FirstLine"/>
    public int[] FirstRemoved { get; }

    /// <summary>For each added line its number in the commit's file.</summary>
    public int[] Numbers { get; }

    /// <summary>For each added line its hunk.</summary>
    public int[] BlockOf { get; }

    /// <summary>Indices of the added lines that are not blank, and their text with white space collapsed.</summary>
    public int[] Solid { get; }

    /// <inheritdoc cref="Solid"/>
    public int[] SolidSpace { get; }

    public string Text(int line) => Hunks[BlockOf[line]].Added[line - FirstLine[BlockOf[line]]];

    public int Exact(int line) => Blocks[BlockOf[line]].Exact[line - FirstLine[BlockOf[line]]];

    public bool IsFree(int line) => !_claimed[line];

    /// <summary>
    /// True when a patch may be what brought a line in: no other was, and the line was not there before in another layout, unless the patch
    /// has just the new one, took the same text away, laid it out anew or is the whole file.
    /// </summary>
    public bool IsOpenFor(PreparedPatch patch, int line) => !_claimed[line]
        && (!_relaid[line] || MayRelay(patch) || (!_sameText[line] && patch.Added.Exact.Contains(Exact(line))) || patch.Removed.SolidSpace.Contains(Space(line)));

    /// <summary>True when some lines were there before in another layout.</summary>
    public bool HasRelaid => _anyRelaid;

    /// <summary>True for a patch that may be what laid lines out anew; false where none are.</summary>
    public bool MayRelay(PreparedPatch patch)
    {
        if (!_anyRelaid)
            return false;
        if (!_mayRelay.TryGetValue(patch.Index, out var may))
            _mayRelay[patch.Index] = may = patch.IsRelayout || WholeFileMatcher.IsWholeFile(patch, this);
        return may;
    }

    public void Claim(IEnumerable<MatchedLine> lines)
    {
        foreach (var line in lines)
            _claimed[line.Index] = true;
    }

    public bool IsRemovedFree(int hunk, int first, int count) =>
        !_removedClaimed.AsSpan(FirstRemoved[hunk] + first, count).Contains(true);

    public void ClaimRemoved(int hunk, int first, int count) =>
        _removedClaimed.AsSpan(FirstRemoved[hunk] + first, count).Fill(true);

    private int Space(int line) => Blocks[BlockOf[line]].Space[line - FirstLine[BlockOf[line]]];
}
