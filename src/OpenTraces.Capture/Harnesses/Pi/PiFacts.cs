using OpenTraces.Capture.Harnesses.Pi.Lines;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Pi;

/// <summary>What the entries say about the session as a whole.</summary>
internal sealed class PiFacts
{
    private readonly Dictionary<string, int> _models = new(StringComparer.Ordinal);
    private readonly DateTimeOffset? _created;
    private (string? Provider, string? Model, string? Name) _answering;
    private string? _modelInForce;

    /// <param name="header">The entry that opens the session; null when there is none.</param>
    public PiFacts(PiEntry? header)
    {
        Header = header;
        if (NativeTime.TryParse(header?.Timestamp, out var created) && IsCopy)
            _created = created;
        _modelInForce = ModelOf(header);
    }

    public PiEntry? Header { get; }

    /// <summary>True when the session began as a copy of another.</summary>
    public bool IsCopy => Header is not null
        && (Header.Raw.GetString("parentSession"u8) ?? Header.Raw.GetString("branchedFrom"u8)) is not null;

    /// <summary>Entries kept in the metadata as they are, in file order.</summary>
    public List<PiEntry> Carried { get; } = [];

    /// <summary>Answers that ended otherwise than the model meant to.</summary>
    public List<(int Step, string StopReason, string? Message)> Stops { get; } = [];

    public string? FirstPrompt { get; private set; }

    public string? LastStopReason { get; private set; }

    /// <summary>What this session's own calls of the model took, on whatever branch: answers and summaries.</summary>
    public PiUsage Usage { get; } = new();

    /// <summary>The part of <see cref="Usage"/> that stands on steps.</summary>
    public PiUsage StepUsage { get; } = new();

    /// <summary>The part of <see cref="Usage"/> on branches the conversation did not end with.</summary>
    public PiUsage InactiveUsage { get; } = new();

    /// <summary>The part of <see cref="Usage"/> that compactions and branch summaries took.</summary>
    public PiUsage SummaryUsage { get; } = new();

    /// <summary>Spent before a copied session began: the session it was copied from counts it.</summary>
    public PiUsage CopiedUsage { get; } = new();

    public int CopiedEntries { get; private set; }

    public int InactiveEntries { get; private set; }

    /// <summary>Null when the session states no price, or none for some call: a part would look like the whole.</summary>
    public decimal? StatedCost => Usage.Cost.Total > 0 && !Usage.HasUnpriced ? Usage.Cost.Total : null;

    /// <summary>The model that answered most often, the earliest of several; else the one in force at the end.</summary>
    public string? MainModel
    {
        get
        {
            var best = _modelInForce;
            var most = 0;
            foreach (var (model, count) in _models)
            {
                if (count > most)
                    (best, most) = (model, count);
            }

            return best;
        }
    }

    public void AddPrompt(string? text) => FirstPrompt ??= string.IsNullOrWhiteSpace(text) ? null : text;

    public void AddCarried(PiEntry entry)
    {
        Carried.Add(entry);
        if (entry.Type == PiTypes.ModelChange)
            _modelInForce = ModelOf(entry) ?? _modelInForce;
    }

    /// <summary>Takes note of an entry that the session was copied with.</summary>
    public bool AddIfCopied(PiEntry entry)
    {
        var isCopied = _created is { } created && NativeTime.TryParse(entry.Timestamp, out var written) && written < created;
        if (isCopied)
            CopiedEntries++;
        return isCopied;
    }

    public void AddInactive(PiEntry entry, bool isCopied)
    {
        InactiveEntries++;
        if (Count(entry.Message?.Usage, isCopied) is { } usage)
            InactiveUsage.Add(usage);
    }

    /// <summary>Counts the call that made a summary, and returns what the summary's step states.</summary>
    public TokenUsage AddSummary(PiMessage? message, bool isCopied, bool isStep)
    {
        if (Count(message?.Usage, isCopied) is not { } usage)
            return new();
        SummaryUsage.Add(usage);
        if (isStep)
            StepUsage.Add(usage);
        return usage.ToTokenUsage();
    }

    /// <summary>Counts a call of the model, and returns its model and what its step states.</summary>
    public (string? Model, TokenUsage Usage) AddAnswer(PiMessage message, int step, bool isCopied)
    {
        var usage = Count(message.Usage, isCopied);
        if (usage is not null)
            StepUsage.Add(usage);
        LastStopReason = message.StopReason;
        if (message.StopReason is "aborted" or "error" or "length" || message.ErrorMessage is not null)
            Stops.Add((step, message.StopReason ?? "", message.ErrorMessage));
        var model = ModelOf(message) ?? _modelInForce;
        if (model is not null)
            _models[model] = _models.GetValueOrDefault(model) + 1;
        return (model, usage?.ToTokenUsage() ?? new());
    }

    /// <summary>What counts for this session of the call; null when nothing does.</summary>
    private PiUsage? Count(PiUsage? usage, bool isCopied)
    {
        if (usage is null)
            return null;
        (isCopied ? CopiedUsage : Usage).Add(usage);
        return isCopied ? null : usage;
    }

    /// <summary>The same string as long as the model is the same: a large session has it on every step.</summary>
    private string? ModelOf(PiMessage message)
    {
        if (message.Provider != _answering.Provider || message.Model != _answering.Model)
            _answering = (message.Provider, message.Model, PiMessage.QualifiedModel(message.Provider, message.Model));
        return _answering.Name;
    }

    private static string? ModelOf(PiEntry? entry) => entry is null ? null : PiMessage.QualifiedModel(
        entry.Raw.GetString("provider"u8), entry.Raw.GetString("modelId"u8) ?? entry.Raw.GetString("model"u8));
}
