using OpenTraces.Attribution.Truth;

namespace OpenTraces.Attribution.Actors;

/// <summary>Writes a session down as its harness does.</summary>
internal interface ITranscript
{
    IReadOnlyList<string> Lines { get; }

    void Edit(
        string call, DateTimeOffset time, string path, TrueFile before, IReadOnlyList<AppliedHunk> hunks,
        IReadOnlyList<string> oldTexts, IReadOnlyList<string> newTexts);

    void Write(string call, DateTimeOffset time, string path, TrueFile? before, TrueFile after, IReadOnlyList<AppliedHunk> hunks);
}
