using System.Text;
using OpenTraces.Cli;
using OpenTraces.Cli.Commands.Trails;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;
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
    if (args.Contains("--json"))
        Console.Out.WriteLine(Encoding.UTF8.GetString(ErrorJson.Build(ErrorJson.NameOf(e.Code), e.Message).Span));
    return HookCommands.ExitCodeOf(args, ExitCode.Of(e.Code));
}
