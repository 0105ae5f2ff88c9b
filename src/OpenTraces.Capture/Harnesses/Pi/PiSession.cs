using OpenTraces.Capture.Harnesses.Pi.Branches;
using OpenTraces.Capture.Harnesses.Pi.Lines;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Pi;

/// <summary>Takes the entries of a session in file order, their places in the tree being known, and makes steps and header.</summary>
internal sealed class PiSession
{
    private readonly ISessionSink _sink;
    private readonly PiTree _tree;
    private readonly PiFacts _facts;
    private readonly PiAssembler _assembler;
    private readonly string? _workingDirectory;
    private int _position;
    private string? _leafId;
    private string? _start;
    private string? _end;

    /// <param name="sink">Takes everything but the header.</param>
    /// <param name="tree">Holds every entry's place.</param>
    /// <param name="answers">Which calls are answered.</param>
    public PiSession(ISessionSink sink, PiTree tree, PiAnswers answers)
    {
        _sink = sink;
        _tree = tree;
        _facts = new PiFacts(tree.Header);
        _workingDirectory = tree.Header?.Raw.GetString("cwd"u8);
        _assembler = new PiAssembler(sink, _facts, _workingDirectory, answers);
    }

    /// <summary>Accounts for the next entry and reports the steps that are finished with it.</summary>
    public ValueTask AddAsync(PiEntry entry, CancellationToken cancellationToken)
    {
        if (_position == _tree.Count)
            throw PiSeal.Changed();
        if (_position == _tree.Leaf)
            _leafId = entry.Id;
        _start ??= entry.Timestamp;
        _end = entry.Timestamp ?? _end;
        if (_tree.IsRepeated(_position))
            entry.Settle(EntryFate.Ignored, "repeated_entry");
        _assembler.Add(entry, _tree.IsActive(_position));
        _sink.Entry(entry.Line, entry.Fate!.Value, entry.Reason);
        entry.Release();
        _position++;
        return _assembler.FlushAsync(cancellationToken);
    }

    /// <summary>Reports the steps that are left and says what is known of the session.</summary>
    /// <param name="source">What was read.</param>
    /// <param name="firstEntry">See <see cref="SessionHeader.FirstEntry"/>.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    public async ValueTask<SessionHeader> FinishAsync(SessionSource source, ContentHash firstEntry, CancellationToken cancellationToken)
    {
        await _assembler.FinishAsync(cancellationToken).ConfigureAwait(false);
        var header = _tree.Header;
        return new SessionHeader
        {
            SessionId = header?.Id is { Length: > 0 } id ? id : Path.GetFileNameWithoutExtension(source.FileName),
            FirstEntry = firstEntry,
            Agent = new Agent { Name = PiParser.Name, Version = ReleaseOf(header), Model = _facts.MainModel },
            Task = _facts.FirstPrompt is null ? new() : new() { Description = _facts.FirstPrompt, Source = "user_prompt" },
            Environment = new() { Os = WorkingDirectory.OperatingSystem(_workingDirectory) },
            WorkingDirectory = _workingDirectory,
            Outcome = new() { TerminalState = PiOutcomes.OfStopReason(_facts.LastStopReason) },
            TimestampStart = _start,
            TimestampEnd = _end,
            TotalUsage = _facts.Usage == _facts.StepUsage ? null : _facts.Usage.ToTokenUsage(),
            StatedCostUsd = _facts.StatedCost,
            Metadata = PiMetadata.Build(_facts, _tree, _leafId),
        };
    }

    private static string? ReleaseOf(PiEntry? header) => header is null ? null
        : header.Raw.GetString("pi_version"u8) ?? header.Raw.GetString("version_label"u8) ?? header.Raw.GetString("agent_version"u8);
}
