using System.Globalization;
using OpenTraces.SideBySide.Bucket;
using OpenTraces.SideBySide.Ingest;
using OpenTraces.SideBySide.Parsing;

SQLitePCL.Batteries_V2.Init();
switch (args)
{
    case ["parse-speed", .. var paths]:
        await ParseSpeed.RunAsync(paths);
        break;
    case ["parse-memory", "--tool", var tool, .. var paths]:
        await ParseMemory.RunAsync(paths, tool);
        break;
    case ["parse-memory", .. var paths]:
        await ParseMemory.RunAsync(paths, tool: null);
        break;
    case ["ingest-stages", .. var paths]:
        await IngestStages.RunAsync(paths);
        break;
    case ["child-peak", var label, var kept, var program, .. var arguments]:
        await ChildRow.RunAsync(label, kept, program, arguments);
        break;
    case ["token-totals", .. var sessions]:
        await TokenTotals.RunAsync(sessions);
        break;
    case ["generate-session", var harness, var megabytes, var path, .. var seed]:
        await using (var file = new BufferedStream(File.Create(path), 1 << 20))
        {
            new GeneratedSession(harness, file, seed is [var number] ? int.Parse(number, CultureInfo.InvariantCulture) : 20260102)
                .Write(long.Parse(megabytes, CultureInfo.InvariantCulture) * 1_000_000);
        }

        break;
    case ["parse-child", var path]:
        await ParseMemory.ParseAsync(path);
        break;
    case ["token-child", var path]:
        await ParseMemory.TokensAsync(path);
        break;
    case ["bucket", .. var rest]:
        return await BucketCommands.RunAsync(rest);
    default:
        await Console.Error.WriteLineAsync(
            "parse-speed|parse-memory|ingest-stages|child-peak|token-totals|generate-session|bucket: the scripts beside this project show how.");
        return 2;
}

return 0;
