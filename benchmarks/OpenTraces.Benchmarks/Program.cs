using System.Reflection;
using BenchmarkDotNet.Running;

SQLitePCL.Batteries_V2.Init();
BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(args);
