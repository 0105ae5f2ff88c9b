namespace OpenTraces.Bucket.Torture.Work;

/// <summary>The bucket, or a process at work on it, did what it must not.</summary>
public sealed class TortureFailureException : Exception
{
    public TortureFailureException()
    {
    }

    public TortureFailureException(string message)
        : base(message)
    {
    }

    public TortureFailureException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
