using System.CommandLine;
using System.Globalization;
using OpenTraces.Bucket;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;

namespace OpenTraces.Cli.Commands.Upkeep;

/// <summary>Progress of a call on the bucket, as <c>--progress</c> asks for it.</summary>
internal sealed class UpkeepProgressOutput : IProgress<UpkeepProgress>, IDisposable
{
    private const int BarLength = 24;

    private readonly CliHost _host;
    private readonly string _command;
    private readonly string _mode;
    private readonly ProgressLine<UpkeepProgress> _line;
    private readonly Lock _gate = new();
    private readonly long _start = Environment.TickCount64;
    private long _last = -1000;
    private string _phase = "";

    public UpkeepProgressOutput(CliHost host, ParseResult parsed, string command)
    {
        _host = host;
        _command = command;
        _mode = parsed.GetValue(CommonOptions.Progress) ?? "auto";
        _line = new ProgressLine<UpkeepProgress>(host, Bar);
    }

    public void Report(UpkeepProgress value)
    {
        switch (_mode)
        {
            case "never":
                break;
            case "json":
                WriteEvent(value, line => string.Create(CultureInfo.InvariantCulture,
                    $$"""{"event":"progress","command":"{{_command}}","stage":"{{line.Phase}}","done":{{line.Done}},"total":{{line.Total}},"elapsed_ms":{{Elapsed}}}"""));
                break;
            case "plain":
                WriteEvent(value, line => string.Create(CultureInfo.InvariantCulture, $"{line.Phase}: {line.Done} of {line.Total}"));
                break;
            default:
                _line.Report(value);
                break;
        }
    }

    public void Dispose() => _line.Dispose();

    private long Elapsed => Environment.TickCount64 - _start;

    /// <summary>A line for each new phase, and at most four a second within one.</summary>
    private void WriteEvent(UpkeepProgress value, Func<UpkeepProgress, string> text)
    {
        lock (_gate)
        {
            if (value.Phase == _phase && value.Done != value.Total && Elapsed - _last < 250)
                return;
            (_phase, _last) = (value.Phase, Elapsed);
            _host.Error.WriteLine(text(value));
        }
    }

    private static string Bar(UpkeepProgress value)
    {
        var filled = value.Total <= 0 ? 0 : (int)Math.Min(BarLength, value.Done * BarLength / value.Total);
        return string.Create(CultureInfo.InvariantCulture,
            $"{value.Phase,-9} {new string('█', filled)}{new string('░', BarLength - filled)} {value.Done}/{(value.Total > 0 ? value.Total.ToString(CultureInfo.InvariantCulture) : "?")}");
    }
}
