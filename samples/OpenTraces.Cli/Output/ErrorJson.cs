using System.Buffers;
using System.Text.Json;
using System.Text.RegularExpressions;
using OpenTraces.Cli.Hosting;
using OpenTraces.Schema;

namespace OpenTraces.Cli.Output;

/// <summary>The document a failed command leaves on standard output when it was asked for JSON.</summary>
internal static partial class ErrorJson
{
    public const string Interrupted = "interrupted";

    /// <summary>The name of a kind of failure, as the document gives it.</summary>
    public static string NameOf(OpenTracesErrorCode code) => JsonNamingPolicy.SnakeCaseLower.ConvertName(code.ToString());

    public static ReadOnlyMemory<byte> Build(string code, string message)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var w = new Utf8JsonWriter(buffer, JsonOutput.Options))
        {
            w.WriteStartObject();
            w.WriteString("status", "error");
            w.WriteStartObject("error");
            w.WriteString("code", code);
            w.WriteString("message", message);
            w.WriteString("next", Command().Match(message) is { Success: true } found ? found.Groups["command"].Value : null);
            w.WriteEndObject();
            w.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Nothing when the command has answered already: standard output holds one document.</summary>
    public static async Task WriteAsync(CliHost host, string code, string message)
    {
        if (host.HasAnswered)
            return;
        try
        {
            await JsonOutput.WriteAsync(host, Build(code, message), CancellationToken.None);
        }
        catch (IOException)
        {
            // Nobody reads standard output any more; the line on the error channel is written.
        }
    }

    /// <summary>Messages name the command that helps in quotes.</summary>
    [GeneratedRegex("'(?<command>opentraces [^']+)'")]
    private static partial Regex Command();
}
