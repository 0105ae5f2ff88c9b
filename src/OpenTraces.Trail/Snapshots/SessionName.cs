using System.Runtime.InteropServices;
using System.Text;
using OpenTraces.Schema;

namespace OpenTraces.Trail.Snapshots;

/// <summary>Names for sessions that every file system and git keep apart.</summary>
internal static class SessionName
{
    private const int MaxLength = 100;

    /// <summary>Longer than any name that Windows keeps for devices.</summary>
    private const int MinLength = 5;

    public static string ToReference(string session) => "refs/opentraces/snapshots/" + ToName(session);

    /// <summary>
    /// The id itself when it is plain, as the ids of the known harnesses are; else its hash behind a dot, which no plain id has.
    /// </summary>
    public static string ToName(string session) =>
        session.Length is >= MinLength and <= MaxLength && session[0] != '-' && session.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_')
            ? session
            : "sha256." + Hash(session);

    /// <summary>A file name for several values together.</summary>
    public static string Hash(params ReadOnlySpan<string> values)
    {
        var text = new StringBuilder();
        foreach (var value in values)
            text.Append(value.Length).Append(':').Append(value);
        // The code units themselves: an encoding would make one of all characters that it does not know.
        return ContentHash.Of(MemoryMarshal.AsBytes(text.ToString().AsSpan())).ToString();
    }
}
