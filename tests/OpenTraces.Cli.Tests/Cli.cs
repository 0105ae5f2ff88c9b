using System.Text;
using System.Text.Json;
using OpenTraces.Cli.Hosting;
using OpenTraces.TestKit;
using Spectre.Console;

namespace OpenTraces.Cli.Tests;

/// <summary>Runs the tool in this process, with a home of its own.</summary>
internal sealed class Cli : IDisposable
{
    static Cli() => SQLitePCL.Batteries_V2.Init();

    public TempFolder Folder { get; } = new();

    public string Home => Folder["home"];

    /// <summary>The login name.</summary>
    public string Person { get; set; } = "person";

    public string UserHome => Folder[Person];

    public string WorkingDirectory { get; set; } = "";

    /// <summary>What git tells a hook.</summary>
    public (string Directory, string? WorkTree)? HookRepository { get; set; }

    public async Task<CliResult> RunAsync(params string[] args)
    {
        Directory.CreateDirectory(UserHome);
        Directory.CreateDirectory(Folder["work"]);
        using var output = new MemoryStream();
        await using var text = new StreamWriter(output, new UTF8Encoding(false)) { AutoFlush = true };
        await using var error = new StringWriter();
        var screen = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        screen.Profile.Width = 200;
        var host = new CliHost
        {
            Home = Home,
            UserHome = UserHome,
            WorkingDirectory = WorkingDirectory.Length > 0 ? WorkingDirectory : Folder["work"],
            HookRepository = HookRepository,
            Output = output,
            Screen = screen,
            Error = error,
            ErrorIsTerminal = false,
        };
        var code = await CliApp.RunAsync(args, host, CancellationToken.None);
        return new CliResult(code, output.ToArray(), error.ToString());
    }

    public void Dispose() => Folder.Dispose();
}

internal sealed record CliResult(int Code, byte[] Bytes, string Error)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>The answer as the one JSON document it must be.</summary>
    public JsonElement Json()
    {
        using var document = JsonDocument.Parse(Bytes);
        return document.RootElement.Clone();
    }
}
