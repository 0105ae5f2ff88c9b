using OpenTraces.Cli;
using OpenTraces.Cli.Hosting;
using OpenTraces.Schema;

SQLitePCL.Batteries_V2.Init();
using var interrupt = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    interrupt.Cancel();
};
try
{
    return await CliApp.RunAsync(args, CliHost.FromProcess(), interrupt.Token);
}
catch (OpenTracesException e)
{
    Console.Error.WriteLine("opentraces: " + e.Message);
    return ExitCode.Of(e.Code);
}
