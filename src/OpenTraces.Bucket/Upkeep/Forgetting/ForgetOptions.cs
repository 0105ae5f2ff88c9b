namespace OpenTraces.Bucket;

/// <summary>How <see cref="TraceBucket.ForgetAsync"/> goes about it.</summary>
public sealed record ForgetOptions
{
    /// <summary>How long to wait for writers that are at work before bytes are deleted; default 30 seconds.</summary>
    public TimeSpan WriterTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
