using OpenTraces.Bucket.Envelopes;
using OpenTraces.Bucket.Records;

namespace OpenTraces.Bucket.Ingest;

/// <summary>Puts together what the log says of a reading.</summary>
internal static class GenerationDraft
{
    public static Generation Of(
        CapturedTrace trace, int index, IReadOnlyList<int> extends, IReadOnlyList<StoredSource> sources, WrittenRecord written) => new()
        {
            Index = index,
            Extends = extends,
            Sources = sources,
            Record = written.Record,
            Trail = written.Trail,
            Media = written.Media,
            Parser = trace.Report.Parser,
            ParserVersion = trace.Report.ParserVersion,
            TimestampStart = trace.Record.TimestampStart,
            TimestampEnd = trace.Record.TimestampEnd,
            Steps = trace.StepCount,
            Patches = trace.Patches.Count,
            Lines = trace.Report.Lines,
        };
}
