using System.CommandLine;
using System.Text;
using OpenTraces.Bucket;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;
using OpenTraces.Schema;
using OpenTraces.Trail;
using OpenTraces.Trail.Interop;

namespace OpenTraces.Cli.Commands.Trails;

internal static class NoteWriteCommand
{
    public static Command Build(CliHost host)
    {
        var commit = new Argument<string>("COMMIT") { Description = "A commit in any form git understands." };
        var format = NoteArguments.Format("What to write; default git-ai.");
        var output = new Option<string?>("--output") { Description = "Write the document to this file instead.", HelpName = "FILE" };
        var repo = CommonOptions.Repo();
        var command = new Command("write", "Print who wrote a commit as a document of another tool. Nothing is put into the repository.") { commit, format, output, repo };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var kind = NoteArguments.Parse(parsed.GetValue(format)) ?? AuthorshipFormat.GitAiNote;
            var document = await WriteAsync(host, parsed.GetValue(repo), parsed.GetRequiredValue(commit), kind, cancellationToken);
            if (parsed.GetValue(output) is { } file)
                await SaveAsync(host.Resolve(file), document.Text, cancellationToken);
            if (parsed.GetValue(CommonOptions.Json))
            {
                await JsonOutput.WriteAsync(host, w => NoteRendering.WriteDocument(w, document, kind), cancellationToken);
                return ExitCode.Ok;
            }

            foreach (var line in NoteLosses.Describe(document))
                await host.Error.WriteLineAsync(line);
            if (parsed.GetValue(output) is null)
                await host.Output.WriteAsync(Encoding.UTF8.GetBytes(document.Text), cancellationToken);
            await host.Output.FlushAsync(cancellationToken);
            return ExitCode.Ok;
        });
        return command;
    }

    private static async ValueTask<AuthorshipDocument> WriteAsync(
        CliHost host, string? repo, string commit, AuthorshipFormat format, CancellationToken cancellationToken)
    {
        await using var bucket = await Buckets.OpenToReadAsync(host, cancellationToken);
        var trail = await TraceTrail.OpenAsync(host.Resolve(repo ?? "."), bucket, cancellationToken: cancellationToken);
        var options = new NoteOptions
        {
            RedactionKey = await RedactionKey.LoadOrCreateAsync(host.Home, cancellationToken),
            UserNames = [Path.GetFileName(host.UserHome)],
        };
        return await trail.WriteAuthorshipAsync(commit, format, options, cancellationToken);
    }

    private static async Task SaveAsync(string path, string text, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllTextAsync(path, text, cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new OpenTracesException(OpenTracesErrorCode.Precondition,
                $"The document cannot be written to '{path}'. Give --output a file in a folder that exists and that you may write to.", error);
        }
    }
}
