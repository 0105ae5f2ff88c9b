using System.CommandLine;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;
using OpenTraces.Schema;

namespace OpenTraces.Cli.Commands.Datasets;

internal static class DatasetNewCommand
{
    public static Command Build(CliHost host)
    {
        var name = DatasetArguments.Name();
        var workflow = new Option<string>("--workflow")
        {
            Description = "The workflow that makes the rows.",
            DefaultValueFactory = _ => "user-turns-v1",
        };
        var schema = new Option<string?>("--schema") { Description = "A JSON Schema for the rows instead of the workflow's own.", HelpName = "FILE" };
        var command = new Command("new", "Create an empty dataset.") { name, workflow, schema };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            host, parsed.GetRequiredValue(name), parsed.GetRequiredValue(workflow), parsed.GetValue(schema),
            parsed.GetValue(CommonOptions.Json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        CliHost host, string name, string workflow, string? schemaFile, bool json, CancellationToken cancellationToken)
    {
        RawJson? schema = schemaFile is null ? null : await ReadSchemaAsync(host.Resolve(schemaFile), cancellationToken);
        await using var bucket = await Buckets.OpenToReadAsync(host, cancellationToken);
        var datasets = await DatasetStore.OpenAsync(host, bucket, cancellationToken);
        var dataset = await datasets.CreateAsync(name, workflow, schema, cancellationToken);
        if (json)
            await JsonOutput.WriteAsync(host, w => DatasetRendering.WriteCreated(w, dataset), cancellationToken);
        else
            DatasetRendering.ShowCreated(host.Screen, dataset);
        return ExitCode.Ok;
    }

    private static async Task<RawJson> ReadSchemaAsync(string file, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
            throw new OpenTracesException(OpenTracesErrorCode.NotFound, $"There is no schema file {file}.");
        try
        {
            return RawJson.Parse(await File.ReadAllBytesAsync(file, cancellationToken));
        }
        catch (System.Text.Json.JsonException e)
        {
            throw new OpenTracesException(OpenTracesErrorCode.InvalidRequest, $"{file} is no JSON document: {e.Message}", e);
        }
    }
}
