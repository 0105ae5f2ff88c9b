using System.Buffers;
using OpenTraces.Schema;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace OpenTraces.Datasets.Manifest;

/// <summary>The manifest as YAML, over nodes: no reflection. What its members mean and which may stand there, the JSON form says.</summary>
internal static class ManifestYaml
{
    /// <summary>Members that are null are left out.</summary>
    public static string Write(DatasetManifest manifest)
    {
        var json = new ArrayBufferWriter<byte>();
        DatasetJson.WriteManifest(json, manifest);
        return Save((YamlMappingNode)YamlJson.ToYaml(RawJson.FromTrusted(json.WrittenMemory).ToElement()));
    }

    /// <exception cref="OpenTracesException">
    /// <see cref="OpenTracesErrorCode.StoreCorrupt"/>, naming the file; <see cref="OpenTracesErrorCode.Precondition"/>: rows are told
    /// apart in a way this version does not know.
    /// </exception>
    public static DatasetManifest Read(string text, string path)
    {
        DatasetManifest manifest;
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            manifest = DatasetJson.ParseManifest(YamlJson.ToJson(stream.Documents[0].RootNode).Utf8.Span);
        }
        catch (OpenTracesException e) when (e.Code == OpenTracesErrorCode.InvalidTrace)
        {
            throw Damaged(path, e.Message, e);
        }
        catch (Exception e) when (e is YamlException or InvalidCastException or ArgumentOutOfRangeException or FormatException)
        {
            throw Damaged(path, "The YAML cannot be read.", e);
        }

        return manifest.Identity.Mode == DatasetIdentityMode.PayloadHash
            ? manifest
            : throw new OpenTracesException(OpenTracesErrorCode.Precondition,
                $"'{path}' asks for row identity by fields. This version knows payload_hash only.");
    }

    /// <summary>The dataset's card: what a hub shows of it.</summary>
    public static string WriteCard(DatasetManifest manifest)
    {
        var file = new YamlMappingNode { { "split", Text("train") }, { "path", Text("data/*.jsonl") } };
        var config = new YamlMappingNode { { "config_name", Text("default") }, { "data_files", new YamlSequenceNode(file) } };
        var front = new YamlMappingNode
        {
            { "configs", new YamlSequenceNode(config) },
            { "tags", new YamlSequenceNode(manifest.Discoverability.Tags.Select(Text)) },
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

    // Quoted, because a name may look like a number or a date.
    private static YamlScalarNode Text(string value) => new(value) { Style = ScalarStyle.DoubleQuoted };

    private static OpenTracesException Damaged(string path, string problem, Exception cause) => new(OpenTracesErrorCode.StoreCorrupt,
        $"'{path}' is not a dataset manifest: {problem} Restore it, or create the dataset again.", cause);
}
