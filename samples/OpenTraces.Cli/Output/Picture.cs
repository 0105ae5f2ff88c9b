using System.Globalization;
using System.Text;
using OpenTraces.Cli.Hosting;
using OpenTraces.Schema;

namespace OpenTraces.Cli.Output;

/// <summary>The file of <c>--svg</c>.</summary>
internal static class Picture
{
    /// <summary>Draws into the file a person named; without one nothing.</summary>
    /// <returns>The whole path of the file; null for none.</returns>
    public static async Task<string?> DrawAsync(CliHost host, string? name, Action<TextWriter> draw, CancellationToken cancellationToken)
    {
        if (name is null)
            return null;
        var file = host.Resolve(name);
        if (Directory.Exists(file))
            throw new OpenTracesException(OpenTracesErrorCode.Precondition, $"'{file}' is a folder. Give --svg the name of a file in it.");
        await using var text = new StringWriter(CultureInfo.InvariantCulture);
        draw(text);
        try
        {
            await File.WriteAllTextAsync(file, text.ToString(), new UTF8Encoding(false), cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new OpenTracesException(OpenTracesErrorCode.Precondition,
                $"The picture cannot be written to '{file}'. Give --svg a file in a folder that exists and that you may write to.", error);
        }

        return file;
    }
}
