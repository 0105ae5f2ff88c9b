using OpenTraces.Capture.Harnesses.ClaudeCode;
using OpenTraces.Capture.Harnesses.CodexCli;
using OpenTraces.Capture.Harnesses.Hermes;
using OpenTraces.Capture.Harnesses.Pi;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses;

/// <summary>The parsers at hand, and which of them a file is for.</summary>
internal sealed class HarnessCatalog
{
    private readonly IReadOnlyList<IHarnessParser> _parsers;

    /// <summary>Those of this package, after any given: a given one may speak for a harness of ours.</summary>
    public HarnessCatalog(IEnumerable<IHarnessParser>? parsers = null) => _parsers = [.. parsers ?? [], .. Own()];

    public static IReadOnlyList<IHarnessParser> Own() => [new ClaudeCodeParser(), new CodexCliParser(), new PiParser(), new HermesParser()];

    /// <summary>The parser of a harness; null when there is none.</summary>
    public IHarnessParser? Find(string harness) => _parsers.FirstOrDefault(p => string.Equals(p.Harness, harness, StringComparison.Ordinal));

    /// <summary>The parser of a harness; <c>hermes</c> is short for <c>hermes-agent</c>.</summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.InvalidRequest"/>: there is none of that name.</exception>
    public IHarnessParser Named(string harness) =>
        Find(harness)
        ?? _parsers.FirstOrDefault(p => harness == "hermes" && p.Harness == HermesParser.Name)
        ?? throw new OpenTracesException(OpenTracesErrorCode.InvalidRequest,
            $"There is no parser for the agent '{harness}'. Use one of: "
            + string.Join(", ", _parsers.Select(static p => p.Harness).Distinct(StringComparer.Ordinal)) + ".");

    /// <summary>The parser a file is for, or the name of its format when there is none.</summary>
    public (IHarnessParser? Parser, string? Format) Detect(HarnessProbe probe)
    {
        if (ForeignFormats.NameBytes(probe.Header, probe.IsWhole) is { } format)
            return (null, format);
        foreach (var parser in _parsers)
        {
            if (parser.CanRead(probe))
                return (parser, null);
        }

        return (null, ForeignFormats.Name(probe));
    }
}
