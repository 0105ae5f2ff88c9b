using System.Text.Json;
using OpenTraces.Capture.Harnesses.Edits;
using OpenTraces.Capture.Reading;

namespace OpenTraces.Capture.Harnesses.Pi.Lines;

/// <summary>The parts of a result's <c>details</c> that say more than its text. Extensions replace them at will.</summary>
internal sealed record PiResultDetails
{
    /// <summary>What an edit changed, with line numbers; null or empty when the details do not say.</summary>
    public IReadOnlyList<LineHunk>? Hunks { get; private init; }

    public long? ExitCode { get; private init; }

    /// <summary>Reads a <c>details</c> member; null when it is no object.</summary>
    public static PiResultDetails? Read(ref Utf8JsonReader reader)
    {
        if (!JsonRead.IsObject(ref reader))
            return null;
        var patch = default(Utf8JsonReader);
        var diff = default(Utf8JsonReader);
        long? exitCode = null;
        while (JsonRead.NextMember(ref reader))
        {
            if (JsonRead.IsMember(ref reader, "diff"u8))
            {
                diff = reader;
                reader.Skip();
            }
            else if (JsonRead.IsMember(ref reader, "patch"u8))
            {
                patch = reader;
                reader.Skip();
            }
            else if (JsonRead.IsMember(ref reader, "exitCode"u8))
            {
                exitCode = JsonRead.Integer(ref reader);
            }
            else
            {
                JsonRead.SkipValue(ref reader);
            }
        }

        return new PiResultDetails { Hunks = ReadHunks(ref patch, ref diff), ExitCode = exitCode };
    }

    /// <summary>
    /// Newer releases say the same twice, as a unified diff and in Pi's own notation (<see cref="PiDiff"/>): the second is only
    /// looked at when the first is none.
    /// </summary>
    private static IReadOnlyList<LineHunk>? ReadHunks(ref Utf8JsonReader patch, ref Utf8JsonReader diff)
    {
        if (patch.TokenType == JsonTokenType.String)
        {
            using var text = new RentedText(ref patch);
            if (text.Text.Contains("@@ -", StringComparison.Ordinal) && UnifiedDiffReader.Read(text.Text) is { Count: > 0 } hunks)
                return hunks;
        }

        if (diff.TokenType != JsonTokenType.String)
            return null;
        using var numbered = new RentedText(ref diff);
        return PiDiff.Read(numbered.Text);
    }
}
