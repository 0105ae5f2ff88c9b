using System.Collections;
using OpenTraces.Capture.Harnesses.ClaudeCode.Lines;
using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.ClaudeCode;

public sealed class ClaudeCodeLineTests
{
    [Fact]
    public void A_cleared_line_holds_nothing_of_the_one_before()
    {
        var line = new ClaudeCodeLine();
        foreach (var property in typeof(ClaudeCodeLine).GetProperties())
        {
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (property.SetMethod is null)
                ((IList)property.GetValue(line)!).Add(type == typeof(List<string>) ? "x" : new ClaudeBlock { Kind = "text" });
            else
                property.SetValue(line, Something(type));
        }

        line.Clear();

        var fresh = new ClaudeCodeLine();
        Assert.All(typeof(ClaudeCodeLine).GetProperties(), p => Assert.Equivalent(p.GetValue(fresh), p.GetValue(line), strict: true));
    }

    private static object Something(Type type) => type switch
    {
        _ when type == typeof(string) => "x",
        _ when type == typeof(bool) => true,
        _ when type == typeof(UInt128) => UInt128.One,
        _ when type == typeof(JsonSlice) => new JsonSlice(1, 2),
        _ when type.IsPrimitive => Convert.ChangeType(7, type, System.Globalization.CultureInfo.InvariantCulture),
        _ => Activator.CreateInstance(type)!,
    };
}
