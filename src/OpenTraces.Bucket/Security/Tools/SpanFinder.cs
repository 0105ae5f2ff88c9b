namespace OpenTraces.Bucket.Security;

/// <summary>One or more rules over one text. Time is linear in its length, whatever the text is.</summary>
internal abstract class SpanFinder
{
    /// <summary>Adds what is found; order does not matter.</summary>
    public abstract void Find(string text, List<RuleHit> hits);
}
