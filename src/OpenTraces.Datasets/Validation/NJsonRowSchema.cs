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
        var token = Read(row);
        var errors = Values(token).Where(v => v.Value is BigInteger).Select(v => $"#/{v.Path}: IntegerOutOfRange").ToList();
        if (errors.Count == 0)
        {
            foreach (var value in Values(token))
                MakeInteger(value);
            foreach (var error in schema.Validate(token))
                Describe(error, errors);
        }

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
        return JToken.ReadFrom(reader, new JsonLoadSettings { DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Replace });
    }

    private static IEnumerable<JValue> Values(JToken token) =>
        token is JContainer container ? container.Descendants().OfType<JValue>() : [(JValue)token];

    // JSON knows one kind of number: 1.0 is an integer. The library counts integers in 64 bits; larger ones are refused above.
    private static void MakeInteger(JValue value)
    {
        if (value.Value is double number && double.IsInteger(number) && Math.Abs(number) < long.MaxValue)
            value.Value = (long)number;
    }
}
