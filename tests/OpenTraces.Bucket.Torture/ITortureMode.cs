namespace OpenTraces.Bucket.Torture;

/// <summary>One thing the program does; a child works on a bucket, a driver runs children and checks the bucket.</summary>
public interface ITortureMode
{
    string Name { get; }

    /// <summary>The options it takes, as they are typed.</summary>
    string Usage { get; }

    /// <summary>Returns the exit code; what is said goes to <paramref name="output"/>, one line at a time.</summary>
    Task<int> RunAsync(TortureOptions options, Stream output);
}
