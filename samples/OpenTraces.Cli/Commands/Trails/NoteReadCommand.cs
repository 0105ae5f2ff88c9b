using System.CommandLine;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;
using OpenTraces.Schema;
using OpenTraces.Trail;
using OpenTraces.Trail.Interop;

namespace OpenTraces.Cli.Commands.Trails;

internal static class NoteReadCommand
{
    private const long MaxBytes = 64L << 20;

    public static Command Build(CliHost host)
    {
        var target = new Argument<string>("COMMIT|FILE") { Description = "A file with a document, or a commit with a note under refs/notes/ai. A file goes first." };
        var format = NoteArguments.Format("What a file holds; default what it looks like.");
        var repo = CommonOptions.Repo();
        var command = new Command("read", "Show who wrote a commit, as a note or a document of another tool says it.") { target, format, repo };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var name = parsed.GetRequiredValue(target);
            var kind = NoteArguments.Parse(parsed.GetValue(format));
            var file = host.Resolve(name);
            var note = File.Exists(file)
                ? await ReadFileAsync(file, kind, cancellationToken)
                : await ReadCommitAsync(host, parsed.GetValue(repo), name, kind, cancellationToken);
            if (parsed.GetValue(CommonOptions.Json))
                await JsonOutput.WriteAsync(host, w => NoteRendering.WriteNote(w, note), cancellationToken);
            else
                NoteRendering.Show(host.Screen, note);
            return ExitCode.Ok;
        });
        return command;
    }

    private static async ValueTask<CommitAuthorship> ReadFileAsync(string file, AuthorshipFormat? format, CancellationToken cancellationToken)
    {
        try
        {
            var length = new FileInfo(file).Length;
            if (length > MaxBytes)
            {
                throw new OpenTracesException(OpenTracesErrorCode.InvalidRequest,
                    $"'{file}' has {ByteText.Of(length)}, and documents of up to {ByteText.Of(MaxBytes)} are read. Give a document about one commit.");
            }

            var text = await File.ReadAllTextAsync(file, cancellationToken);
            return AuthorshipExchange.Read(format ?? (text.AsSpan().TrimStart() is ['{', ..] ? AuthorshipFormat.AgentTrace : AuthorshipFormat.GitAiNote), text);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new OpenTracesException(OpenTracesErrorCode.Precondition, $"'{file}' cannot be read. Give a file that you may read.", error);
        }
    }

    private static async ValueTask<CommitAuthorship> ReadCommitAsync(
        CliHost host, string? repo, string commit, AuthorshipFormat? format, CancellationToken cancellationToken)
    {
        if (format is AuthorshipFormat.AgentTrace)
            throw new OpenTracesException(OpenTracesErrorCode.InvalidRequest, "A commit's note is of git-ai. Give a file that holds the Agent Trace record.");
        await using var bucket = await Buckets.OpenToReadAsync(host, cancellationToken);
        var trail = await TraceTrail.OpenAsync(host.Resolve(repo ?? "."), bucket, cancellationToken: cancellationToken);
        return await trail.ReadNoteAsync(commit, cancellationToken)
            ?? throw new OpenTracesException(OpenTracesErrorCode.NotFound,
                $"The commit '{commit}' has no note under refs/notes/ai in this clone. Fetch refs/notes/ai, or see what the bucket knows: opentraces trail blame commit {commit}");
    }
}
