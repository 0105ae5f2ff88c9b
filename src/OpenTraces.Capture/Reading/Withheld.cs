namespace OpenTraces.Capture.Reading;

/// <summary>Stands in for what the provider keeps to itself.</summary>
internal static class Withheld
{
    public const string Reasoning = "[reasoning withheld by the provider]";
}
