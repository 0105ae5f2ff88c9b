namespace OpenTraces.Capture.Harnesses.CodexCli;

/// <summary>
/// A prompt stands in a rollout once as an item and once as an event, in either order. Remembers the last one, so that
/// the second form of it is not a second prompt, and the same words typed again are.
/// </summary>
internal sealed class CodexCliPrompt
{
    private string? _text;
    private int _step;
    private bool _hasItem;
    private bool _hasEvent;

    public bool IsSame(string text, bool isEvent, int lastStep)
    {
        if (_text is null || _step != lastStep || (isEvent ? _hasEvent : _hasItem))
            return false;
        var (item, shown) = isEvent ? (_text, text) : (text, _text);
        if (!item.Contains(shown.Trim(), StringComparison.Ordinal))
            return false;
        _hasItem = _hasEvent = true;
        return true;
    }

    public void Remember(string text, bool isEvent, int step)
    {
        _text = text;
        _step = step;
        _hasEvent = isEvent;
        _hasItem = !isEvent;
    }
}
