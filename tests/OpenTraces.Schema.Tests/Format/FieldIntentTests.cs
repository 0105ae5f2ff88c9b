using System.Text.Json;
using Xunit;

namespace OpenTraces.Schema.Tests.Format;

public sealed class FieldIntentTests
{
    public static TheoryData<string> Roots => [.. FieldPaths.Roots.Keys];

    [Theory]
    [MemberData(nameof(Roots))]
    public void Every_field_has_exactly_one_entry_and_no_entry_is_left_over(string root)
    {
        var fields = FieldPaths.Of(FieldPaths.Roots[root]).Select(field => field.Path).Order(StringComparer.Ordinal);
        Assert.Equal(fields, FieldIntent.Read().GetProperty(root).EnumerateObject().Select(entry => entry.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_model_is_described_that_is_not_there() =>
        Assert.Equal(FieldPaths.Roots.Keys, FieldIntent.Read().EnumerateObject().Select(root => root.Name));

    [Theory]
    [MemberData(nameof(Roots))]
    public void An_entry_says_what_it_is_shows_a_good_value_and_names_what_goes_wrong(string root)
    {
        foreach (var entry in FieldIntent.Read().GetProperty(root).EnumerateObject())
        {
            Assert.Equal(["description", "good_example", "failure_modes"], entry.Value.EnumerateObject().Select(member => member.Name));
            Assert.True(entry.Value.GetProperty("description").GetString()!.Length > 15, entry.Name);
            Assert.NotEqual(JsonValueKind.Null, entry.Value.GetProperty("good_example").ValueKind);
            Assert.All(entry.Value.GetProperty("failure_modes").EnumerateArray(), mode => Assert.True(mode.GetString()!.Length > 10, entry.Name));
            Assert.NotEqual(0, entry.Value.GetProperty("failure_modes").GetArrayLength());
        }
    }

    [Theory]
    [MemberData(nameof(Roots))]
    public void No_two_entries_of_a_model_say_the_same(string root)
    {
        var said = FieldIntent.Read().GetProperty(root).EnumerateObject().Select(entry => entry.Value.GetProperty("description").GetString());
        Assert.Empty(said.GroupBy(text => text).Where(group => group.Count() > 1).Select(group => group.Key));
    }
}
