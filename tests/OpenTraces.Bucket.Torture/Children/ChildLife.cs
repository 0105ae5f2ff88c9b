using System.Diagnostics;

namespace OpenTraces.Bucket.Torture.Children;

/// <summary>How long a child works: until its time or its count is up, or its driver is gone.</summary>
public sealed class ChildLife
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly TimeSpan _time;
    private int _left;
    private volatile bool _isOver;

    public ChildLife(TortureOptions options)
    {
        _left = options.Number("--count", int.MaxValue);
        _time = TimeSpan.FromSeconds(options.Number("--seconds", 24 * 3600));
        if (Console.IsInputRedirected && options.Number("--driven", 0) > 0)
            _ = Task.Run(WaitForDriver);
    }

    /// <summary>Whether there is time for one more thing to do.</summary>
    public bool TakeTurn() => !_isOver && _clock.Elapsed < _time && Interlocked.Decrement(ref _left) >= 0;

    /// <summary>A driver never writes; its end of the pipe closes when it ends, however it ends.</summary>
    private void WaitForDriver()
    {
        using var input = Console.OpenStandardInput();
        while (input.ReadByte() >= 0)
        {
        }

        _isOver = true;
    }
}
