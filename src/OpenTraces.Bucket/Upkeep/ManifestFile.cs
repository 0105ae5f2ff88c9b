using System.Text.Json;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Upkeep;

/// <summary><c>manifest.json</c>: a projection, so a damaged one counts as missing.</summary>
internal sealed class ManifestFile(StoreFiles files, string folder, LockWaiter locks)
{
    private string FilePath => Path.Combine(folder, "manifest.json");

    public Manifest? Read()
    {
        try
        {
            var json = RawJson.Parse(files.ReadAll(FilePath));
            if (!json.TryGetMember("summary"u8, out var summary) || json.GetString("checksum"u8) != ContentHash.Of(summary.Utf8.Span).ToString())
                return null;
            var root = summary.ToElement();
            return new Manifest
            {
                Sequence = root.GetProperty("sequence"u8).GetInt64(),
                Traces = root.GetProperty("traces"u8).GetInt32(),
                Generations = root.GetProperty("generations"u8).GetInt32(),
                RawBytes = root.GetProperty("raw_bytes"u8).GetInt64(),
            };
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException
            or JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Writes the manifest unless the one there is of the same or a later event.</summary>
    public async ValueTask WriteAsync(Manifest manifest, CancellationToken cancellationToken)
    {
        if (Read() is { } present && present.Sequence >= manifest.Sequence)
            return;
        using var exclusive = await locks.AcquireAsync(files, Path.Combine(folder, "manifest.lock"), cancellationToken).ConfigureAwait(false);
        if (Read() is { } newer && newer.Sequence >= manifest.Sequence)
            return;
        files.WriteWhole(FilePath, Serialize(manifest), ".manifest.tmp");
    }

    /// <summary>Writes the manifest whatever there is.</summary>
    public async ValueTask ReplaceAsync(Manifest manifest, CancellationToken cancellationToken)
    {
        using var exclusive = await locks.AcquireAsync(files, Path.Combine(folder, "manifest.lock"), cancellationToken).ConfigureAwait(false);
        files.WriteWhole(FilePath, Serialize(manifest), ".manifest.tmp");
    }

    private static byte[] Serialize(Manifest manifest)
    {
        var summary = RawJson.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("sequence"u8, manifest.Sequence);
            writer.WriteNumber("traces"u8, manifest.Traces);
            writer.WriteNumber("generations"u8, manifest.Generations);
            writer.WriteNumber("raw_bytes"u8, manifest.RawBytes);
            writer.WriteEndObject();
        });
        var json = RawJson.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("format"u8, 1);
            writer.WriteString("checksum"u8, ContentHash.Of(summary.Utf8.Span).ToString());
            writer.WritePropertyName("summary"u8);
            summary.WriteTo(writer);
            writer.WriteEndObject();
        });
        return [.. json.Utf8.Span, (byte)'\n'];
    }
}
