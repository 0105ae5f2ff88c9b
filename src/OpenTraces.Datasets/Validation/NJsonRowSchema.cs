using System.Globalization;
using System.Numerics;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using NJsonSchema;
using NJsonSchema.Validation;
using OpenTraces.Schema;

namespace OpenTraces.Datasets.Validation;

internal sealed class NJsonRowSchema(JsonSchema schema) : IRowSchema
{
    public IReadOnlyList<string> Validate(RawJson row)
    {
        var errors = new List<string>();
        foreach (var error in schema.Validate(Read(row)))
            Describe(error, errors);
        errors.Sort(StringComparer.Ordinal);
        return errors;
    }

    private static void Describe(ValidationError error, List<string> errors)
    {
        errors.Add($"{error.Path ?? "#"}: {error.Kind}");
        if (error is not ChildSchemaValidationError child)
            return;
        foreach (var inner in child.Errors.Values.SelectMany(e => e))
            Describe(inner, errors);
    }

    private static JToken Read(RawJson row)
    {
        using var reader = new JsonTextReader(new StringReader(row.ToString()))
        {
            DateParseHandling = DateParseHandling.None,
            Culture = CultureInfo.InvariantCulture,
            MaxDepth = TraceJson.MaxDepth,
        };
        var token = JToken.ReadFrom(reader, new JsonLoadSettings { DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Replace });
        if (token is JContainer container)
            container.DescendantsAndSelf().OfType<JValue>().ToList().ForEach(MakeInteger);
        else
            MakeInteger((JValue)token);
        return token;
    }

    // JSON knows one kind of number: 1.0 is an integer.
    private static void MakeInteger(JValue value)
    {
        if (value is { Type: JTokenType.Float, Value: double number } && double.IsInteger(number))
            value.Value = Math.Abs(number) < 1L << 53 ? (long)number : new BigInteger(number);
    }
}
