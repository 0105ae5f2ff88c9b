using OpenTraces.Cli;
using OpenTraces.Cli.Hosting;

SQLitePCL.Batteries_V2.Init();
using var interrupt = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    interrupt.Cancel();
};
return await CliApp.RunAsync(args, CliHost.FromProcess(), interrupt.Token);
