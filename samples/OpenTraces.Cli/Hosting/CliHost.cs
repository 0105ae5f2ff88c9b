using OpenTraces.Schema;
using Spectre.Console;

namespace OpenTraces.Cli.Hosting;

/// <summary>Everything the commands know of the process they run in. Tests make their own.</summary>
internal sealed class CliHost
{
    /// <summary><c>OPENTRACES_HOME</c>, else <c>.opentraces</c> below the person's home.</summary>
    public required string Home { get; init; }

    /// <summary>The person's home, where the harnesses keep their sessions.</summary>
    public required string UserHome { get; init; }

    public required string WorkingDirectory { get; init; }

    /// <summary>What git told this process of the repository whose hook it is, in <c>GIT_DIR</c> and <c>GIT_WORK_TREE</c>; null for nothing.</summary>
    public (string Directory, string? WorkTree)? HookRepository { get; init; }

    /// <summary>Bytes of the answer; nothing else goes there.</summary>
    public required Stream Output { get; init; }

    /// <summary>Tables and text for people, on the same channel as <see cref="Output"/>.</summary>
    public required IAnsiConsole Screen { get; init; }

    /// <summary>Errors and progress.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>True when progress may be drawn in place.</summary>
    public required bool ErrorIsTerminal { get; init; }

    /// <summary>How the person would type this tool's name: <c>opentraces</c>, or <c>./ot</c> in a checkout.</summary>
    public string CommandName { get; init; } = "opentraces";

    /// <summary>How a hook starts this tool, whatever folder it runs in.</summary>
    public string CommandPath => Path.IsPathRooted(CommandName) || CommandName == "opentraces" ? CommandName : Resolve(CommandName);

    /// <summary>True once a JSON document was written, or begun.</summary>
    public bool HasAnswered { get; set; }

    public string BucketFolder => Path.Combine(Home, "bucket");

    /// <summary>Where hooks write what tool calls did.</summary>
    public string CallsFolder => Path.Combine(Home, "calls");

    public string DatasetsFolder => Path.Combine(Home, "datasets");

    /// <summary>A path as a person typed it, made absolute against the working directory.</summary>
    public string Resolve(string path) => Path.GetFullPath(path, WorkingDirectory);

    public static CliHost FromProcess()
    {
        var userHome = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        var home = Environment.GetEnvironmentVariable("OPENTRACES_HOME");
        if (string.IsNullOrWhiteSpace(home) && !Path.IsPathRooted(userHome))
        {
            throw new OpenTracesException(OpenTracesErrorCode.Precondition,
                "This account has no home folder. Say where to keep traces with the environment variable OPENTRACES_HOME.");
        }

        return new CliHost
        {
            Home = string.IsNullOrWhiteSpace(home) ? Path.Combine(userHome, ".opentraces") : Path.GetFullPath(home),
            UserHome = userHome,
            WorkingDirectory = Environment.CurrentDirectory,
            HookRepository = Variable("GIT_DIR") is { } directory ? (directory, Variable("GIT_WORK_TREE")) : null,
            Output = Console.OpenStandardOutput(),
            Screen = ScreenFor(Console.IsOutputRedirected),
            Error = Console.Error,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            CommandName = Checkout() is { } root ? Path.Combine(root, "ot") : "opentraces",
        };
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    /// <summary>The checkout this was built in, relative to the current folder; null for an installed tool.</summary>
    private static string? Checkout()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!OperatingSystem.IsWindows() && File.Exists(Path.Combine(folder.FullName, "ot"))
                && File.Exists(Path.Combine(folder.FullName, "OpenTraces.sln")))
            {
                return folder.FullName == Environment.CurrentDirectory ? "." : folder.FullName;
            }
        }

        return null;
    }

    /// <summary>A file or pipe gets no colours, and lines wide enough that nothing worth copying is broken.</summary>
    private static IAnsiConsole ScreenFor(bool redirected)
    {
        if (!redirected)
            return AnsiConsole.Console;
        var screen = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        screen.Profile.Width = 160;
        return screen;
    }
}
