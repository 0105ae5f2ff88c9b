using System.Globalization;
using System.Text.RegularExpressions;
using OpenTraces.Schema;
using OpenTraces.Trail;

namespace OpenTraces.Cli.Commands.Trails;

/// <summary>Some lines of a file, as a person types them: <c>FILE:2</c>, <c>FILE:2-4</c>, or as git's <c>-L</c> has them, <c>FILE:2,4</c>.</summary>
/// <param name="Path">The file.</param>
/// <param name="First">From 1.</param>
/// <param name="Last">From the first; lines behind the end of the file are none.</param>
internal sealed partial record LineTarget(string Path, long First, long Last)
{
    /// <summary>Null for a text that names no lines.</summary>
    public static LineTarget? Read(string text)
    {
        if (Form().Match(text) is not { Success: true } match)
            return null;
        var first = Number(match.Groups["first"].Value);
        var last = match.Groups["last"] is { Success: true } end ? Number(end.Value) : first;
        return new LineTarget(match.Groups["path"].Value, first, last);
    }

    public FileBlame Of(FileBlame blame)
    {
        if (Last < First)
        {
            throw new OpenTracesException(OpenTracesErrorCode.InvalidRequest,
                $"{First} to {Last} are no lines: the last comes before the first. Give them as {Path}:{Last}-{First}.");
        }

        if (First < 1 || First > blame.Lines.Count)
        {
            throw new OpenTracesException(OpenTracesErrorCode.NotFound,
                $"{blame.Path} has lines 1 to {blame.Lines.Count} in {blame.Commit[..10]}; there is no line {First}.");
        }

        return blame with { Lines = [.. blame.Lines.Where(l => l.Line >= First && l.Line <= Last)] };
    }

    /// <summary>A number with more digits than any file has lines stands for one behind them all.</summary>
    private static long Number(string digits) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;

    [GeneratedRegex(@"^(?<path>.+):(?<first>[0-9]+)([-,](?<last>[0-9]+))?\z", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
