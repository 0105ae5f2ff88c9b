using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Schema.Tests.Format;

public sealed class JsonSchemaTests
{
    public static TheoryData<string> Roots => [.. FieldPaths.Roots.Keys];

    /// <summary>
    /// The published schemas lie in the schemas folder. On a difference the new text is written beside the old one with the
    /// ending <c>.received.json</c>: look at it, and move it over.
    /// </summary>
    [Theory]
    [MemberData(nameof(Roots))]
    public void The_published_schema_is_the_one_of_the_types(string root)
    {
        var actual = JsonSchemaText.Of(root, FieldPaths.Roots[root]);
        var published = Repository.PathOf("schemas", $"{root}-{TraceSchema.Version}.json");
        var received = Repository.PathOf("schemas", $"{root}-{TraceSchema.Version}.received.json");
        if (File.Exists(published) && File.ReadAllText(published).ReplaceLineEndings("\n") == actual)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, actual);
        Assert.Fail($"The schema changed: compare schemas/{Path.GetFileName(published)} with the .received.json beside it.");
    }
}
