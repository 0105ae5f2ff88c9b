using BenchmarkDotNet.Running;

SQLitePCL.Batteries_V2.Init();
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
