using OpenTraces.Cli.Hosting;

namespace OpenTraces.Cli.Output;

/// <summary>One line on the error channel, redrawn in place; nothing at all when that is no terminal.</summary>
internal sealed class ProgressLine<T> : IProgress<T>, IDisposable
{
    private readonly CliHost _host;
    private readonly Func<T, string> _text;
    private readonly Lock _gate = new();
    private long _lastDrawn;
    private bool _drawn;

    public ProgressLine(CliHost host, Func<T, string> text)
    {
        _host = host;
        _text = text;
    }

    public void Report(T value)
    {
        if (!_host.ErrorIsTerminal)
            return;
        lock (_gate)
        {
            var now = Environment.TickCount64;
            if (_drawn && now - _lastDrawn < 100)
                return;
            _lastDrawn = now;
            _drawn = true;
            _host.Error.Write($"\r\u001b[K{TerminalText.Clean(_text(value))}");
            _host.Error.Flush();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_drawn)
                _host.Error.Write("\r\u001b[K");
        }
    }
}
