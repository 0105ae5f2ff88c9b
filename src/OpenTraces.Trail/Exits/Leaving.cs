using System.Text.Json;
using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.Trail.Exits;

/// <summary>What stands before everything that leaves: the floor of detectors with what runs beside it, then the clearance.</summary>
internal sealed class Leaving(SecurityPipeline pipeline)
{
    /// <summary>Replacements made so far.</summary>
    public int Redactions { get; private set; }

    /// <summary>Takes what must not leave out of a value.</summary>
    /// <param name="write">Writes the value.</param>
    /// <param name="what">A name of it for the message, without content.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.EgressRefused"/>: it is not cleared.</exception>
    public async ValueTask<JsonElement> PassAsync(Action<Utf8JsonWriter> write, string what, CancellationToken cancellationToken)
    {
        var (value, report) = await pipeline.RedactAsync(RawJson.Build(write), cancellationToken).ConfigureAwait(false);
        Clearance.Require(report, what);
        Redactions += report.Redactions;
        return value.ToElement();
    }

    /// <summary>Passes what must stay as it is: where something would be taken out, the whole is refused.</summary>
    /// <inheritdoc cref="PassAsync"/>
    public async ValueTask RequireAsync(Action<Utf8JsonWriter> write, string what, CancellationToken cancellationToken) =>
        Require((await pipeline.RedactAsync(RawJson.Build(write), cancellationToken).ConfigureAwait(false)).Report, what);

    /// <summary>The same for a text.</summary>
    public async ValueTask RequireAsync(string text, string what, CancellationToken cancellationToken) =>
        Require((await pipeline.RedactAsync(text, cancellationToken: cancellationToken).ConfigureAwait(false)).Report, what);

    public static void WriteArray(Utf8JsonWriter w, string name, IEnumerable<string> texts)
    {
        w.WriteStartArray(name);
        foreach (var text in texts)
            w.WriteStringValue(text);
        w.WriteEndArray();
    }

    private static void Require(SecurityReport report, string what)
    {
        Clearance.Require(report, what);
        if (report.Redactions > 0)
        {
            var tools = string.Join(", ", report.Tools.Where(t => t.Findings > 0).Select(t => t.Name));
            throw new OpenTracesException(OpenTracesErrorCode.EgressRefused,
                $"{what} may not leave: {tools} found something in it, and nothing can be taken out of it without making it something else. Nothing was written.");
        }
    }
}
