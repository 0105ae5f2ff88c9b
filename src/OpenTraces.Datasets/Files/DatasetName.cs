using System.Buffers;
using OpenTraces.Schema;

namespace OpenTraces.Datasets.Files;

/// <summary>A dataset's name is its folder's, on every file system.</summary>
internal static class DatasetName
{
    private const int MaxLength = 100;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    private static readonly HashSet<string> Devices = new(StringComparer.OrdinalIgnoreCase)
    {
        "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
        "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
    };

    public static bool IsValid(string? name) =>
        name is { Length: > 0 and <= MaxLength } && char.IsAsciiLetterOrDigit(name[0]) && name[^1] != '.'
        && !name.AsSpan().ContainsAnyExcept(Allowed) && !Devices.Contains(name.Split('.')[0]);

    public static void Require(string? name)
    {
        if (!IsValid(name))
        {
            throw new OpenTracesException(OpenTracesErrorCode.InvalidRequest,
                $"'{name}' cannot name a dataset. Use up to {MaxLength} letters, digits, '.', '_' and '-', beginning with a letter or digit.");
        }
    }
}
