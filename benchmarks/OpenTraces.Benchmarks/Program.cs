using BenchmarkDotNet.Running;
using OpenTraces.Benchmarks.Parsing;

SQLitePCL.Batteries_V2.Init();
if (args is ["parse-speed", .. var paths])
    await ParseSpeed.RunAsync(paths);
else if (args is ["token-totals", .. var sessions])
    await TokenTotals.RunAsync(sessions);
else
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
