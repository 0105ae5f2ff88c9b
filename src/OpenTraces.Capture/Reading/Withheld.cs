namespace OpenTraces.Capture.Reading;

/// <summary>Stands in for what the provider keeps to itself.</summary>
internal static class Withheld
{
    public const string Reasoning = "[reasoning withheld by the provider]";

    /// <summary>Of reasoning that the session holds, for the provider alone to read.</summary>
    public const string EncryptedReasoning = "[reasoning encrypted by the provider]";

    /// <summary>Of a message that the session holds, for the provider alone to read.</summary>
    public const string EncryptedMessage = "[message encrypted by the provider]";
}
