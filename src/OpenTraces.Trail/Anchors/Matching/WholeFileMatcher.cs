using System.Security.Cryptography;
using System.Text;
using OpenTraces.Schema;

namespace OpenTraces.Trail.Anchors.Matching;

/// <summary>Patches that made, wrote, moved or deleted a whole file.</summary>
internal static class WholeFileMatcher
{
    private const int Sha1Digits = 40;

    /// <summary>A creation of an empty file, a move or a deletion, told by what happened to the path.</summary>
    public static PatchMatch? Match(PreparedPatch patch, CommitFile file)
    {
        var change = file.Change;
        return patch.Content.Kind switch
        {
            PatchKind.Delete when change.Status is 'D' or 'R' && patch.Path.Match(change.OldPath!) > 0 => Of(patch, change.OldPath!, EvidenceTier.TimeFileOverlap),
            PatchKind.Move when !patch.HasText && change.Status == 'R' && patch.Path.Match(change.NewPath!) > 0 && patch.OldPath?.Match(change.OldPath!) > 0 =>
                Of(patch, change.NewPath!, change.Similarity == 100 ? EvidenceTier.ExactBlobHash : EvidenceTier.TimeFileOverlap),
            PatchKind.Add when !patch.HasText && change.Status == 'A' && file.Hunks.Count == 0 && !change.IsBinary && HasBlob(patch, change.NewBlob) =>
                Of(patch, change.NewPath!, EvidenceTier.ExactBlobHash),
            _ => null,
        };
    }

    /// <summary>A whole file that is the commit's file byte for byte is the strongest evidence there is.</summary>
    public static PatchMatch Strengthen(PatchMatch match, CommitFile file) =>
        match.Lines.Count > 0 && IsWholeFile(match.Patch, file)
            ? match with { Tier = EvidenceTier.ExactBlobHash, Complete = true, Limitations = [.. match.Limitations.Where(l => l != Limitation.PartlyCommitted)] }
            : match;

    /// <summary>True when the commit's file is the one that the patch wrote, byte for byte.</summary>
    public static bool IsWholeFile(PreparedPatch patch, CommitFile file) =>
        patch.Content.Kind == PatchKind.Add && HasBlob(patch, file.Change.NewBlob);

    private static PatchMatch Of(PreparedPatch patch, string path, string tier) => new()
    {
        Patch = patch,
        Path = path,
        Tier = tier,
        Complete = true,
        Distinct = false,
        Limitations = patch.HasText ? [] : [Limitation.ContentUnknown],
    };

    private static bool HasBlob(PreparedPatch patch, string blob)
    {
        var text = string.Join('\n', patch.Content.Added);
        // Where there is text, its hash says that it is all of it.
        return (patch.HasText || patch.Content.Limitations.Count == 0) && (BlobId(text, blob.Length) == blob || BlobId(text + "\n", blob.Length) == blob);
    }

    private static string BlobId(string text, int digits)
    {
        var content = Encoding.UTF8.GetBytes(text);
        byte[] bytes = [.. Encoding.ASCII.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"blob {content.Length}\0")), .. content];
#pragma warning disable CA5350 // Git's own address, not a safeguard.
        return Convert.ToHexStringLower(digits == Sha1Digits ? SHA1.HashData(bytes) : SHA256.HashData(bytes));
#pragma warning restore CA5350
    }
}
