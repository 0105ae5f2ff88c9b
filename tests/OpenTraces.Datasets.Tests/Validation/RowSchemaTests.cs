using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Datasets.Tests.Validation;

public sealed class RowSchemaTests
{
    [Theory]
    [InlineData("""{"const":1}""")]
    [InlineData("""{"if":{},"then":{}}""")]
    [InlineData("""{"then":{}}""")]
    [InlineData("""{"else":{}}""")]
    [InlineData("""{"prefixItems":[{}]}""")]
    [InlineData("""{"contains":{}}""")]
    [InlineData("""{"minContains":1}""")]
    [InlineData("""{"dependentRequired":{}}""")]
    [InlineData("""{"dependencies":{}}""")]
    [InlineData("""{"unevaluatedProperties":false}""")]
    [InlineData("""{"unevaluatedItems":false}""")]
    [InlineData("""{"propertyNames":{}}""")]
    [InlineData("""{"$anchor":"a"}""")]
    [InlineData("""{"$id":"http://x"}""")]
    [InlineData("""{"keywordOfTomorrow":1}""")]
    [InlineData("true")]
    [InlineData("""{"properties":{"a":true}}""")]
    [InlineData("""{"items":[{}]}""")]
    [InlineData("""{"items":false}""")]
    [InlineData("""{"properties":{"a":{"items":{"const":1}}}}""")]
    [InlineData("""{"anyOf":[{"const":1}]}""")]
    [InlineData("""{"not":{"const":1}}""")]
    [InlineData("""{"additionalProperties":{"const":1}}""")]
    [InlineData("""{"definitions":{"a":{"const":1}}}""")]
    [InlineData("""{"$ref":"#/definitions/a","type":"string","definitions":{"a":{}}}""")]
    [InlineData("""{"$ref":"https://acme.io/x.json"}""")]
    [InlineData("""{"$ref":"#/definitions/missing"}""")]
    [InlineData("""{"enum":[1,"1"]}""")]
    [InlineData("""{"type":"string","enum":["a",1]}""")]
    [InlineData("""{"format":"made-up"}""")]
    [InlineData("""{"exclusiveMinimum":true,"minimum":1}""")]
    public async Task A_schema_that_would_not_be_enforced_is_refused(string schema)
    {
        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await Compile(schema));

        Assert.Equal(OpenTracesErrorCode.InvalidRequest, error.Code);
    }

    // One line per keyword that the guard lets through: a row it must take, and one it must not.
    [Theory]
    [InlineData("""{"type":"string"}""", "\"x\"", "1")]
    [InlineData("""{"type":["string","null"]}""", "null", "1")]
    [InlineData("""{"type":"boolean"}""", "true", "1")]
    [InlineData("""{"type":"object"}""", "{}", "[]")]
    [InlineData("""{"type":"array"}""", "[]", "{}")]
    [InlineData("""{"type":"number"}""", "1", "\"1\"")]
    [InlineData("""{"type":"number"}""", "1.5", "true")]
    [InlineData("""{"type":"integer"}""", "1", "1.5")]
    [InlineData("""{"type":"integer"}""", "1.0", "\"1\"")]
    [InlineData("""{"type":"integer"}""", "1e3", "1e-3")]
    [InlineData("""{"type":"integer"}""", "9223372036854775807", "true")]
    [InlineData("""{"type":"number","minimum":0}""", "1e300", "-1e300")]
    [InlineData("""{"type":"integer"}""", "-9223372036854775808", "123456789012345678901234567890")]
    [InlineData("""{"type":"string","enum":["a","b"]}""", "\"a\"", "\"c\"")]
    [InlineData("""{"type":["string","null"],"enum":["a",null]}""", "null", "\"null\"")]
    [InlineData("""{"type":"object","required":["a"]}""", "{\"a\":1}", "{\"A\":1}")]
    [InlineData("""{"type":"object","additionalProperties":false,"properties":{"a":{}}}""", "{\"a\":1}", "{\"b\":1}")]
    [InlineData("""{"type":"object","additionalProperties":{"type":"string"}}""", "{\"a\":\"x\"}", "{\"a\":1}")]
    [InlineData("""{"type":"object","patternProperties":{"^n":{"type":"integer"}}}""", "{\"n1\":1,\"x\":\"y\"}", "{\"n1\":\"x\"}")]
    [InlineData("""{"type":"object","minProperties":1}""", "{\"a\":1}", "{}")]
    [InlineData("""{"type":"object","maxProperties":1}""", "{\"a\":1}", "{\"a\":1,\"b\":2}")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"object","required":["b"]}}}""", "{\"a\":{\"b\":1}}", "{\"a\":{}}")]
    [InlineData("""{"type":"array","items":{"type":"string"}}""", "[\"a\"]", "[\"a\",1]")]
    [InlineData("""{"type":"array","minItems":1}""", "[1]", "[]")]
    [InlineData("""{"type":"array","maxItems":1}""", "[1]", "[1,2]")]
    [InlineData("""{"type":"array","uniqueItems":true}""", "[1,2]", "[1,1]")]
    [InlineData("""{"type":"array","uniqueItems":true}""", "[{\"a\":1},{\"a\":2}]", "[{\"a\":1},{\"a\":1}]")]
    [InlineData("""{"type":"string","minLength":2}""", "\"ab\"", "\"a\"")]
    [InlineData("""{"type":"string","maxLength":1}""", "\"a\"", "\"ab\"")]
    [InlineData("""{"type":"string","pattern":"^a+$"}""", "\"aa\"", "\"ab\"")]
    [InlineData("""{"type":"string","format":"date-time"}""", "\"2026-01-02T03:04:05Z\"", "\"yesterday\"")]
    [InlineData("""{"type":"string","format":"date"}""", "\"2026-01-02\"", "\"2026-13-02\"")]
    [InlineData("""{"type":"string","format":"time"}""", "\"03:04:05\"", "\"x\"")]
    [InlineData("""{"type":"string","format":"email"}""", "\"a@b.io\"", "\"a\"")]
    [InlineData("""{"type":"string","format":"hostname"}""", "\"b.io\"", "\"a b\"")]
    [InlineData("""{"type":"string","format":"ipv4"}""", "\"1.2.3.4\"", "\"1.2.3\"")]
    [InlineData("""{"type":"string","format":"ipv6"}""", "\"2001:db8::1\"", "\"1.2.3.4\"")]
    [InlineData("""{"type":"string","format":"uri"}""", "\"https://a.io/b\"", "\"a b\"")]
    [InlineData("""{"type":"string","format":"uuid"}""", "\"018f3a7e-7c1b-7c3d-9e5f-0123456789ab\"", "\"018f\"")]
    [InlineData("""{"type":"number","minimum":1}""", "1", "0.5")]
    [InlineData("""{"type":"number","maximum":1}""", "1", "1.5")]
    [InlineData("""{"type":"number","exclusiveMinimum":1}""", "1.5", "1")]
    [InlineData("""{"type":"number","exclusiveMaximum":1}""", "0.5", "1")]
    [InlineData("""{"type":"number","multipleOf":2}""", "4", "3")]
    [InlineData("""{"allOf":[{"type":"string"},{"maxLength":1}]}""", "\"a\"", "\"ab\"")]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"null"}]}""", "null", "1")]
    [InlineData("""{"oneOf":[{"type":"integer"},{"type":"number"}]}""", "1.5", "1")]
    [InlineData("""{"not":{"type":"string"}}""", "1", "\"a\"")]
    [InlineData("""{"type":"array","items":{"$ref":"#/definitions/a"},"definitions":{"a":{"type":"string"}}}""", "[\"x\"]", "[1]")]
    [InlineData("""{"type":"array","items":{"$ref":"#/$defs/a"},"$defs":{"a":{"type":"string"}}}""", "[\"x\"]", "[1]")]
    public async Task A_keyword_that_is_let_through_is_enforced(string schema, string fits, string fitsNot)
    {
        var compiled = await Compile($$"""{"type":"object","properties":{"v":{{Inner(schema)}}}{{Definitions(schema)}}}""");

        Assert.Empty(compiled.Validate(RawJson.Parse($$"""{"v":{{fits}}}""")));
        Assert.NotEmpty(compiled.Validate(RawJson.Parse($$"""{"v":{{fitsNot}}}""")));
    }

    [Fact]
    public async Task An_error_names_the_place_and_the_kind_and_never_the_value()
    {
        var compiled = await Compile("""{"type":"object","properties":{"a":{"type":"array","items":{"type":"integer"}}}}""");

        var errors = compiled.Validate(RawJson.Parse("""{"a":[1,"s3cret"]}"""));

        Assert.Contains("#/a[1]: IntegerExpected", errors);
        Assert.All(errors, e => Assert.DoesNotContain("s3cret", e, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Text_that_looks_like_a_date_is_text()
    {
        var compiled = await Compile("""{"type":"object","properties":{"v":{"type":"string","pattern":"^2026-01-02T03:04:05Z$"}}}""");

        Assert.Empty(compiled.Validate(RawJson.Parse("""{"v":"2026-01-02T03:04:05Z"}""")));
    }

    // References start at the root, so definitions move there.
    private static string Inner(string schema) => Definitions(schema).Length == 0 ? schema : schema.Replace(Definitions(schema), "", StringComparison.Ordinal);

    private static string Definitions(string schema)
    {
        var start = schema.IndexOf(",\"definitions\"", StringComparison.Ordinal);
        start = start < 0 ? schema.IndexOf(",\"$defs\"", StringComparison.Ordinal) : start;
        return start < 0 ? "" : schema[start..^1];
    }

    private static ValueTask<IRowSchema> Compile(string schema) => NJsonRowValidator.Create().CompileAsync(RawJson.Parse(schema));
}
