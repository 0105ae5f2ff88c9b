namespace OpenTraces.Bucket.Words;

/// <summary>Where in a trace a word stands.</summary>
[Flags]
internal enum WordUses : byte
{
    None = 0,

    /// <summary>In what a person asked.</summary>
    Prompt = 1,

    /// <summary>In what the agent said, and what tools were given and returned.</summary>
    Text = 2,
}
