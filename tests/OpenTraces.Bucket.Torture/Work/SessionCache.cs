namespace OpenTraces.Bucket.Torture.Work;

/// <summary>Sessions made lately; at most a few hundred, because a large one takes megabytes.</summary>
public sealed class SessionCache
{
    private const int Limit = 400;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, TortureSession> _sessions = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public TortureSession this[string id]
    {
        get
        {
            lock (_lock)
            {
                if (_sessions.TryGetValue(id, out var known))
                    return known;
            }

            var made = TortureSession.Of(id);
            lock (_lock)
            {
                if (_sessions.TryAdd(id, made))
                    _order.Enqueue(id);
                while (_order.Count > Limit)
                    _sessions.Remove(_order.Dequeue());
            }

            return made;
        }
    }
}
