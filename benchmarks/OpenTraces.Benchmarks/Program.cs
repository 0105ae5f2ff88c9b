using System.Globalization;
using BenchmarkDotNet.Running;
using OpenTraces.Benchmarks.Parsing;

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
    case ["token-totals", .. var sessions]:
        await TokenTotals.RunAsync(sessions);
        break;
    case ["generate-session", var harness, var megabytes, var path]:
        await using (var file = new BufferedStream(File.Create(path), 1 << 20))
            new GeneratedSession(harness, file, seed: 20260102).Write(long.Parse(megabytes, CultureInfo.InvariantCulture) * 1_000_000);
        break;
    case ["ticks", .. var paths2]:
        var all2 = paths2.SelectMany(SessionFiles.Load).ToList();
        using (var ticks = new OpenTraces.Benchmarks.AllocTicks())
        {
            for (var r = 0; r < 25; r++)
            {
                ticks.On = r >= 5;
                foreach (var s in all2)
                    GC.KeepAlive(await SessionFiles.ReadAsync(s.Parser, Path.GetFileName(s.File), s.Bytes));
            }
            foreach (var (k, v) in ticks.Bytes.OrderByDescending(x => x.Value).Take(25)) Console.WriteLine($"{v / 20e6:F2} {k}");
            foreach (var (k, v) in ticks.Sites.OrderByDescending(x => x.Value).Take(90)) Console.WriteLine($"{v / 20e6:F2} {k}");
        }
        break;
    case ["kept", .. var paths3]:
        var by = new Dictionary<string, (long N, long B)>();
        foreach (var x in paths3.SelectMany(SessionFiles.Load))
        {
            var rec = (await SessionFiles.ReadAsync(x.Parser, Path.GetFileName(x.File), x.Bytes)).Record;
            var rd = new System.Text.Json.Utf8JsonReader(OpenTraces.Schema.TraceJson.Serialize(rec), new System.Text.Json.JsonReaderOptions { MaxDepth = 600 });
            var path = new List<string>(); string name = "";
            while (rd.Read())
            {
                if (rd.TokenType == System.Text.Json.JsonTokenType.PropertyName) { name = rd.GetString()!; while (path.Count > rd.CurrentDepth - 1) path.RemoveAt(path.Count - 1); path.Add(name); }
                else if (rd.TokenType == System.Text.Json.JsonTokenType.String)
                {
                    var k = x.Parser.Harness + " " + string.Join(".", path.Take(3).Select(z => z.Length > 24 ? z[..24] : z)); var v = by.GetValueOrDefault(k); by[k] = (v.N + 1, v.B + rd.GetString()!.Length * 2 + 22);
                }
            }
        }
        Console.WriteLine(by.Values.Sum(v => v.B) / 1e6);
        foreach (var (k, v) in by.OrderByDescending(x => x.Value.B).Take(40)) Console.WriteLine($"{v.B / 1e6:F2} MB {v.N} {k}");
        break;
    case ["loop", var rounds, .. var paths]:
        var all = paths.SelectMany(SessionFiles.Load).ToList();
        var cpus = new List<double>(); var toks = new List<double>();
        for (var r = 0; r < int.Parse(rounds, CultureInfo.InvariantCulture); r++)
        {
            var t = Environment.CpuUsage.TotalTime;
            foreach (var s in all)
                GC.KeepAlive(await SessionFiles.ReadAsync(s.Parser, Path.GetFileName(s.File), s.Bytes));
            cpus.Add((Environment.CpuUsage.TotalTime - t).TotalMilliseconds);
            t = Environment.CpuUsage.TotalTime;
            GC.KeepAlive(all.Sum(static x => TokenPass.Run(x.Bytes)));
            toks.Add((Environment.CpuUsage.TotalTime - t).TotalMilliseconds);
        }
        cpus = cpus.Skip(cpus.Count / 3).Order().ToList(); toks = toks.Skip(toks.Count / 3).Order().ToList();
        Console.WriteLine($"cpu min {cpus[0]:F0} q1 {cpus[cpus.Count / 4]:F0} median {cpus[cpus.Count / 2]:F0}; token min {toks[0]:F0} q1 {toks[toks.Count / 4]:F0} median {toks[toks.Count / 2]:F0}; gen0 {GC.CollectionCount(0)} gen1 {GC.CollectionCount(1)} gen2 {GC.CollectionCount(2)}");
        break;
    case ["parse-child", var path]:
        await ParseMemory.ParseAsync(path);
        break;
    case ["token-child", var path]:
        await ParseMemory.TokensAsync(path);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        break;
}
