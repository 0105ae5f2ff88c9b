using System.Buffers;
using System.Text.Json;
using OpenTraces.Schema;

namespace OpenTraces.Trail;

/// <summary>A patch and the commit lines it was found in.</summary>
public sealed record PatchAnchor
{
    /// <summary>
    /// The same for the same find, whoever looks: 64 hexadecimal digits of SHA-256 over the canonical JSON of
    /// <c>{commit, patch_id, path, tier}</c>. Null when nothing was found.
    /// </summary>
    public string? AnchorId => Commit is null || Path is null ? null : ComputeId(Patch.PatchId, Commit, Path, Tier);

    /// <summary>The patch.</summary>
    public required TracePatch Patch { get; init; }

    /// <summary>The full id of the commit; null when nothing was found.</summary>
    public string? Commit { get; init; }

    /// <summary>One of <see cref="EvidenceTier"/>'s values.</summary>
    public required string Tier { get; init; }

    /// <summary>True when the text is distinctive and unique, and its commit was made after it; false for a provisional match.</summary>
    public required bool Firm { get; init; }

    /// <summary>The file in the commit, relative to the repository root; null when nothing was found.</summary>
    public string? Path { get; init; }

    /// <summary>The lines in the commit's version of the file, from 1; empty for a pure deletion.</summary>
    public IReadOnlyList<int> Lines { get; init; } = [];

    /// <summary>What limits the claim, as short names.</summary>
    public IReadOnlyList<string> Limitations { get; init; } = [];

    private static string ComputeId(string patch, string commit, string path, string tier)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("patch_id", patch);
            json.WriteString("commit", commit);
            json.WritePropertyName("path");
            JsonText.WriteString(json, path);
            json.WriteString("tier", tier);
            json.WriteEndObject();
        }

        return CanonicalJson.Hash(RawJson.FromTrusted(buffer.WrittenMemory)).ToString();
    }
}
