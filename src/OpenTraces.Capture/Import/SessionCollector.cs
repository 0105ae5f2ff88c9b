using OpenTraces.Schema;

namespace OpenTraces.Capture.Import;

/// <summary>Keeps what a parser reports of one session.</summary>
/// <param name="keepsSteps">
/// False keeps no steps, only their totals: those of a large session are passed on, or read again when they are stored.
/// </param>
/// <param name="relay">Passes steps on that are not kept; null for none.</param>
/// <param name="keepsCalls">Whether <see cref="StepOfCall"/> is filled.</param>
internal sealed class SessionCollector(bool keepsSteps = true, StepRelay? relay = null, bool keepsCalls = false) : ISessionSink
{
    private readonly int[] _fates = new int[Enum.GetValues<EntryFate>().Length];
    private readonly SortedDictionary<string, int> _ignored = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _unknown = new(StringComparer.Ordinal);
    private readonly List<MalformedLine> _malformed = [];
    private readonly List<string> _unanswered = [];
    private readonly List<string> _orphans = [];
    private readonly List<Step> _steps = [];
    private readonly List<PatchDraft> _patches = [];
    private readonly OrderedDictionary<ContentHash, SessionMedia> _media = [];

    private readonly Dictionary<string, int> _stepOfCall = new(StringComparer.Ordinal);

    public bool KeepsSteps => keepsSteps;

    /// <summary>The first step that makes a call, by the call's id.</summary>
    public IReadOnlyDictionary<string, int> StepOfCall => _stepOfCall;

    /// <summary>Empty when they are not kept.</summary>
    public IReadOnlyList<Step> Steps => _steps;

    /// <summary>Of every step, kept or not.</summary>
    public StepTotals Totals { get; } = new(PriceTable.BuiltIn);

    public IReadOnlyList<PatchDraft> Patches => _patches;

    public IReadOnlyList<SessionMedia> KnownMedia => _media.Values;

    public void Entry(int line, EntryFate fate, string? reason = null)
    {
        _fates[(int)fate]++;
        if (fate == EntryFate.Ignored)
            Count(_ignored, reason ?? "unknown");
        else if (fate == EntryFate.Malformed && _malformed.Count < ParseReport.MaxMalformedListed)
            _malformed.Add(new MalformedLine(line, reason ?? "unknown"));
    }

    public void UnknownType(string type) => Count(_unknown, type);

    public ValueTask StepAsync(Step step, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Totals.Add(step);
        if (keepsCalls)
        {
            foreach (var call in step.ToolCalls)
                _stepOfCall.TryAdd(call.ToolCallId, step.StepIndex);
        }

        if (keepsSteps)
            _steps.Add(step);
        return relay?.AddAsync(step, cancellationToken) ?? ValueTask.CompletedTask;
    }

    public void Patch(PatchDraft patch) => _patches.Add(patch);

    public void Media(SessionMedia media) => _media.TryAdd(media.Address, media);

    public void CallWithoutResult(string toolCallId) => _unanswered.Add(toolCallId);

    public void ResultWithoutCall(string toolCallId) => _orphans.Add(toolCallId);

    public ParseReport ToReport(IHarnessParser parser) => new()
    {
        Parser = parser.Harness,
        ParserVersion = parser.Version,
        Lines = new LineCounts
        {
            Mapped = _fates[(int)EntryFate.Mapped],
            Folded = _fates[(int)EntryFate.Folded],
            Carried = _fates[(int)EntryFate.Carried],
            Ignored = _fates[(int)EntryFate.Ignored],
            Malformed = _fates[(int)EntryFate.Malformed],
        },
        IgnoredReasons = _ignored,
        MalformedLines = _malformed,
        CallsWithoutResult = _unanswered,
        ResultsWithoutCall = _orphans,
        UnknownTypes = _unknown,
    };

    private static void Count(SortedDictionary<string, int> counts, string name) =>
        counts[name] = counts.TryGetValue(name, out var count) ? count + 1 : 1;
}
