using System.Diagnostics.CodeAnalysis;
using NJsonSchema;
using OpenTraces.Datasets.Validation;
using OpenTraces.Schema;

namespace OpenTraces.Datasets;

/// <summary>
/// Row schemas through NJsonSchema, behind a guard that refuses what that library does not enforce. String lengths are
/// counted in UTF-16 units. It needs reflection, so it does not run where code is compiled ahead of time.
/// </summary>
public sealed class NJsonRowValidator : IRowValidator
{
    private NJsonRowValidator()
    {
    }

    /// <summary>The validator.</summary>
    [RequiresUnreferencedCode("NJsonSchema reads schemas through reflection.")]
    [RequiresDynamicCode("NJsonSchema reads schemas through reflection.")]
    public static IRowValidator Create() => new NJsonRowValidator();

    /// <inheritdoc/>
    public async ValueTask<IRowSchema> CompileAsync(RawJson schema, CancellationToken cancellationToken = default)
    {
        SchemaGuard.Require(schema);
        try
        {
            var compiled = await JsonSchema.FromJsonAsync(schema.ToString(), cancellationToken).ConfigureAwait(false);
            var compiledSchema = new NJsonRowSchema(compiled);

            // References are resolved on first use; an unresolvable one must show now.
            compiledSchema.Validate(RawJson.EmptyObject);
            return compiledSchema;
        }
        catch (Exception e) when (e is not OperationCanceledException and not OpenTracesException)
        {
            throw new OpenTracesException(OpenTracesErrorCode.InvalidRequest, "The row schema is not valid JSON Schema. Correct it and try again.", e);
        }
    }
}
