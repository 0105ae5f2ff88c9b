using CustomHarness;
using OpenTraces.Bucket;
using OpenTraces.Capture;

if (args.Length < 2)
{
    Console.Error.WriteLine("Usage: CustomHarness BUCKET-FOLDER SESSION-FILE...");
    return 2;
}

SQLitePCL.Batteries_V2.Init();
await using var bucket = await TraceBucket.OpenAsync(args[0]);
await foreach (var file in new TraceCapture(bucket, [new CopilotCliParser()]).ImportAsync(args[1..]))
{
    Console.WriteLine(file switch
    {
        { Error: { } error } => $"{file.Path}: {error.Message}",
        { UnsupportedFormat: { } format } => $"{file.Path}: not read ({format})",
        _ => $"{file.Receipt!.TraceId} {file.Trace!.Agent}: {file.Trace.Steps} steps, {file.Trace.Patches} patches, "
            + $"{file.Report!.Lines.Total} entries, {file.Report.Lines.Malformed} malformed",
    });
}

return 0;
