using System.Diagnostics;
using System.Globalization;

namespace OpenTraces.Attribution.Histories;

/// <summary>Runs git as a person would, with no configuration of the machine and a clock of its own.</summary>
internal sealed class GitRunner(string folder)
{
    public string Folder => folder;

    public DateTimeOffset Now { get; set; }

    public string Author { get; set; } = "Ada <ada@shop.example>";

    public Dictionary<string, string> Environment { get; } = [];

    public string Run(params string[] arguments) =>
        TryRun(null, out var output, arguments) ? output : throw new InvalidOperationException($"git {string.Join(' ', arguments)}: {output}");

    public bool Succeeds(params string[] arguments) => TryRun(null, out _, arguments);

    public bool TryRun(string? input, out string output, params string[] arguments)
    {
        var start = new ProcessStartInfo("git")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        Identify(start);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var writing = Task.Run(async () =>
        {
            if (input is not null)
                await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        });
        output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        writing.GetAwaiter().GetResult();
        if (process.ExitCode == 0)
            return true;
        output = errors.GetAwaiter().GetResult() + output;
        return false;
    }

    private void Identify(ProcessStartInfo start)
    {
        var date = Now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var name = Author[..Author.IndexOf(" <", StringComparison.Ordinal)];
        var mail = Author[(name.Length + 2)..^1];
        foreach (var role in (string[])["AUTHOR", "COMMITTER"])
        {
            start.Environment[$"GIT_{role}_NAME"] = name;
            start.Environment[$"GIT_{role}_EMAIL"] = mail;
            start.Environment[$"GIT_{role}_DATE"] = date;
        }

        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        start.Environment["GIT_EDITOR"] = "true";
        start.Environment["GIT_TEMPLATE_DIR"] = "";
        foreach (var (key, value) in Environment)
            start.Environment[key] = value;
    }
}
