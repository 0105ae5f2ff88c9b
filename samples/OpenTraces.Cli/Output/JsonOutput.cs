using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using OpenTraces.Cli.Hosting;

namespace OpenTraces.Cli.Output;

internal static class JsonOutput
{
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one document and a line feed.</summary>
    public static async Task WriteAsync(CliHost host, Action<Utf8JsonWriter> write, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, Options))
            write(writer);
        await WriteAsync(host, buffer.WrittenMemory, cancellationToken);
    }

    /// <inheritdoc cref="WriteAsync(CliHost, Action{Utf8JsonWriter}, CancellationToken)"/>
    public static async Task WriteAsync(CliHost host, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        host.HasAnswered = true;
        await host.Output.WriteAsync(json, cancellationToken);
        await host.Output.WriteAsync("\n"u8.ToArray(), cancellationToken);
        await host.Output.FlushAsync(cancellationToken);
    }
}
