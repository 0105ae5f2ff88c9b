using OpenTraces.Datasets.Files;
using OpenTraces.Schema;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace OpenTraces.Datasets.Manifest;

/// <summary>The manifest as YAML, over nodes: no reflection.</summary>
internal static class ManifestYaml
{
    private const string PayloadHash = "payload_hash";

    public static string Write(DatasetManifest manifest)
    {
        var root = new YamlMappingNode { { "name", Text(manifest.Name) } };
        if (manifest.Description is not null)
            root.Add("description", Text(manifest.Description));
        root.Add("schema", Map(("path", DatasetFolder.SchemaFile), ("version", DatasetManifest.SchemaVersion), ("digest", manifest.SchemaDigest)));
        root.Add("workflow", Map(("skill", manifest.Workflow), ("digest", manifest.WorkflowDigest)));
        root.Add("executor", Map(("default", manifest.Executor), ("development", manifest.Executor)));
        root.Add("identity", Map(("mode", PayloadHash)));
        root.Add("publication_policy", Map(("review", manifest.AutoReview ? "auto" : "required"), ("security", "required")));
        return Save(root);
    }

    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.StoreCorrupt"/>, naming the file.</exception>
    public static DatasetManifest Read(string text, string path)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            var root = (YamlMappingNode)stream.Documents[0].RootNode;
            var identity = Optional(root, "identity", "mode") ?? PayloadHash;
            if (identity != PayloadHash)
            {
                throw new OpenTracesException(OpenTracesErrorCode.Precondition,
                    $"'{path}' asks for row identity by '{identity}'. This version knows {PayloadHash} only.");
            }

            return new DatasetManifest
            {
                Name = Required(root, "name"),
                Description = Optional(root, "description"),
                SchemaDigest = Required(root, "schema", "digest"),
                Workflow = Required(root, "workflow", "skill"),
                WorkflowDigest = Required(root, "workflow", "digest"),
                Executor = Optional(root, "executor", "default") ?? InProcessExecutor.ExecutorName,
                AutoReview = Optional(root, "publication_policy", "review") == "auto",
            };
        }
        catch (Exception e) when (e is YamlException or InvalidCastException or ArgumentOutOfRangeException or FormatException)
        {
            throw new OpenTracesException(OpenTracesErrorCode.StoreCorrupt,
                $"'{path}' is not a dataset manifest: {(e is FormatException ? e.Message : "the YAML cannot be read.")} Restore it, or create the dataset again.", e);
        }
    }

    /// <summary>The dataset's card: what a hub shows of it.</summary>
    public static string WriteCard(DatasetManifest manifest)
    {
        var file = Map(("split", "train"), ("path", "data/*.jsonl"));
        var config = new YamlMappingNode { { "config_name", Text("default") }, { "data_files", new YamlSequenceNode(file) } };
        var front = new YamlMappingNode
        {
            { "configs", new YamlSequenceNode(config) },
            { "tags", new YamlSequenceNode(Text("opentraces"), Text("agent-traces")) },
        };
        var about = manifest.Description is null ? "" : $"\n{manifest.Description}\n";
        return $"---\n{Save(front)}---\n\n# {manifest.Name}\n{about}";
    }

    private static string Save(YamlMappingNode root)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(writer, EmitterSettings.Default.WithNewLine("\n"));
        new YamlStream(new YamlDocument(root)).Save(emitter, assignAnchors: false);

        // The emitter closes every document with a marker that a single one does not need.
        var text = writer.ToString();
        return text.EndsWith("...\n", StringComparison.Ordinal) ? text[..^4] : text;
    }

    private static YamlMappingNode Map(params ReadOnlySpan<(string Key, string Value)> members)
    {
        var map = new YamlMappingNode();
        foreach (var (key, value) in members)
            map.Add(key, Text(value));
        return map;
    }

    // Quoted, because a name may look like a number or a date.
    private static YamlScalarNode Text(string value) => new(value) { Style = ScalarStyle.DoubleQuoted };

    private static string Required(YamlMappingNode root, params ReadOnlySpan<string> path) => Optional(root, path)
        ?? throw new FormatException($"'{string.Join('.', path.ToArray())}' is missing.");

    private static string? Optional(YamlMappingNode root, params ReadOnlySpan<string> path)
    {
        YamlNode? node = root;
        foreach (var name in path)
            node = node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(name), out var child) ? child : null;
        return (node as YamlScalarNode)?.Value;
    }
}
