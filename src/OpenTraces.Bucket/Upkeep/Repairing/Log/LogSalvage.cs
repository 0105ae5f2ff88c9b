using OpenTraces.Bucket.Envelopes;
using OpenTraces.Bucket.Segments;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Upkeep.Repairing.Log;

/// <summary>
/// What can still be told of each trace when the log has a hole or has lost its end: by the events that are intact, wherever
/// they lie, and by envelope files, which say what all events up to one come to.
/// </summary>
internal sealed class LogSalvage
{
    private readonly StoreFiles _files;
    private readonly string _folder;
    private readonly FrameExpander _expander;
    private readonly Dictionary<TraceId, State> _states = [];
    private readonly Dictionary<TraceId, HeldTrace> _projected;
    private readonly HashSet<TraceId> _lost = [];
    private readonly HashSet<long> _seen = [];
    private readonly List<LogFile> _whole = [];
    private readonly List<LogFile> _aside = [];

    /// <param name="files">The file system.</param>
    /// <param name="folder">The folder of the log.</param>
    /// <param name="expander">Expands its frames.</param>
    /// <param name="projected">Every envelope file that can be read.</param>
    public LogSalvage(StoreFiles files, string folder, FrameExpander expander, IEnumerable<HeldTrace> projected) =>
        (_files, _folder, _expander, _projected) = (files, folder, expander, projected.ToDictionary(h => h.Id));

    /// <summary>The last event of the unbroken beginning of the log.</summary>
    public long Last { get; private set; }

    /// <summary>Files that are damaged or lie behind the damage.</summary>
    public IReadOnlyList<string> Aside => [.. _aside.Select(f => f.Name)];

    /// <summary>The one of them that has an unbroken beginning, and how long that is.</summary>
    public (string Name, long Length)? Beginning { get; private set; }

    /// <summary>Traces of which an event is lost that nothing else tells, in id order; they are as they were before it.</summary>
    public IReadOnlyList<TraceId> Lost => [.. _lost.Order()];

    /// <summary>Events that were acknowledged and of which nothing is left, nor an envelope file as of them.</summary>
    public long LostEvents { get; private set; }

    /// <summary>What is known of the traces beyond <see cref="Last"/>.</summary>
    public IReadOnlyList<Envelope> Restored =>
        [.. _states.Where(s => s.Value is { Envelope: not null } state && state.Sequence > Last).OrderBy(s => s.Key).Select(s => s.Value.Envelope!)];

    /// <summary>Looks at every file; false when the log is whole as far as it, the envelope files and the count say.</summary>
    /// <param name="counted">The last event the manifest counts.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public bool Read(long counted, CancellationToken cancellationToken)
    {
        FindBeginning(cancellationToken);
        if (_aside.Count == 0 && counted <= Last && _projected.Values.All(h => h.Sequence <= Last))
            return false;
        var committed = _whole.Concat(_aside).Select(f => f.Committed).Append(Last).Max();
        foreach (var file in _whole.Concat(_aside.OrderBy(f => f.FirstSeen ?? long.MaxValue)))
            file.Visit(_files, _folder, _expander, one => Take(one, committed), cancellationToken);
        foreach (var (id, held) in _projected)
        {
            var state = StateOf(id);
            if (held.Sequence <= state.Sequence)
                continue;
            _states[id] = new State(held.Sequence, held.Envelope, Math.Max(state.Seen, held.Sequence));
        }

        _seen.UnionWith(_projected.Values.Select(h => h.Sequence));
        LostEvents = Math.Max(Math.Max(committed, counted), _seen.DefaultIfEmpty().Max()) - _seen.Count;
        foreach (var (id, state) in _states)
        {
            if (state.Sequence >= state.Seen || state.Envelope is { IsForgotten: true })
                _lost.Remove(id);
            else
                _lost.Add(id);
        }

        return true;
    }

    private void FindBeginning(CancellationToken cancellationToken)
    {
        var all = _files.List(_folder, SegmentFormat.Extension).Where(SegmentName.IsValid)
            .Select(name => LogFile.Read(_files, _folder, name, _expander, cancellationToken))
            .Where(f => f.Start is not null || f.FirstSeen is not null)
            .OrderBy(f => f.Start?.First ?? f.FirstSeen).ThenBy(f => f.Last).ToList();
        var head = default(ContentHash);
        foreach (var file in all)
        {
            var follows = _aside.Count == 0 && file.Start is var (first, before) && first == Last + 1 && before == head;
            if (follows && file.IsWhole)
                _whole.Add(file);
            else
                _aside.Add(file);
            if (follows && !file.IsWhole && file.Last >= file.Start!.Value.First)
                Beginning = (file.Name, file.End);
            if (follows)
                (Last, head) = (Math.Max(Last, file.Last), file.Head);
        }
    }

    private void Take(TraceEvent one, long committed)
    {
        if (one.Sequence > committed)
            return;
        _seen.Add(one.Sequence);
        if (one.TraceId is not { } id)
            return;
        var state = StateOf(id);
        state = state with { Seen = Math.Max(state.Seen, one.Sequence) };
        if (one.Sequence > state.Sequence)
            state = Follow(state, id, one);
        _states[id] = state;
    }

    private State Follow(State state, TraceId id, TraceEvent one)
    {
        // A tombstone counts whatever is missing before it.
        if (one.Kind == TraceEvents.Forgotten)
        {
            return state with { Sequence = one.Sequence, Envelope = EnvelopeFold.Apply(state.Envelope ?? _projected.GetValueOrDefault(id)?.Envelope, one) };
        }

        if ((one.TracePrevious ?? 0) != state.Sequence)
        {
            if (_projected.GetValueOrDefault(id) is not { } held || held.Sequence != one.TracePrevious)
                return state;
            state = state with { Sequence = held.Sequence, Envelope = held.Envelope };
        }

        try
        {
            return state with { Sequence = one.Sequence, Envelope = EnvelopeFold.Apply(state.Envelope, one) };
        }
        catch (OpenTracesException)
        {
            return state;
        }
    }

    private State StateOf(TraceId id) => _states.GetValueOrDefault(id) ?? new State(0, null, 0);

    /// <param name="Sequence">The last event that is in the envelope.</param>
    /// <param name="Envelope">What the trace is as of it.</param>
    /// <param name="Seen">The last event about the trace of which anything is known.</param>
    private sealed record State(long Sequence, Envelope? Envelope, long Seen);
}
