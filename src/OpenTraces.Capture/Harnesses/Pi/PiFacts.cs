using OpenTraces.Capture.Harnesses.Pi.Lines;

namespace OpenTraces.Capture.Harnesses.Pi;

/// <summary>What the entries say about the session as a whole.</summary>
internal sealed class PiFacts
{
    /// <summary>Stands in for thinking that the provider keeps to itself.</summary>
    public const string WithheldReasoning = "[reasoning withheld by the provider]";

    private readonly Dictionary<string, int> _models = new(StringComparer.Ordinal);
    private readonly DateTimeOffset? _created;
    private string? _modelInForce;

    /// <param name="header">The entry that opens the session; null when there is none.</param>
    public PiFacts(PiEntry? header)
    {
        Header = header;
        if (PiTime.TryParse(header?.Timestamp, out var created) && IsCopy)
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

    public PiUsage Usage { get; private set; } = new();

    public PiUsage InactiveUsage { get; private set; } = new();

    /// <summary>The part of <see cref="Usage"/> that was spent before a copied session began.</summary>
    public PiUsage CopiedUsage { get; private set; } = new();

    public int InactiveEntries { get; private set; }

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

    public void AddInactive(PiEntry entry)
    {
        InactiveEntries++;
        if (entry.Message?.Usage is { } usage)
            InactiveUsage += usage;
    }

    /// <summary>Counts a call of the model and returns the model's name.</summary>
    public string? AddAnswer(PiEntry entry, PiMessage message, int step)
    {
        var usage = message.Usage ?? new PiUsage();
        Usage += usage;
        if (_created is { } created && PiTime.TryParse(entry.Timestamp, out var written) && written < created)
            CopiedUsage += usage;
        LastStopReason = message.StopReason;
        if (message.StopReason is "aborted" or "error" or "length" || message.ErrorMessage is not null)
            Stops.Add((step, message.StopReason ?? "", message.ErrorMessage));
        var model = PiMessage.QualifiedModel(message.Provider, message.Model) ?? _modelInForce;
        if (model is not null)
            _models[model] = _models.GetValueOrDefault(model) + 1;
        return model;
    }

    private static string? ModelOf(PiEntry? entry) => entry is null ? null : PiMessage.QualifiedModel(
        entry.Raw.GetString("provider"u8), entry.Raw.GetString("modelId"u8) ?? entry.Raw.GetString("model"u8));
}
