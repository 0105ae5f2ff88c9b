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
            if (property.Name == nameof(ClaudeCodeLine.Message))
                Fill(line.StartMessage());
            else if (property.SetMethod is null)
                ((IList)property.GetValue(line)!).Add(type == typeof(List<string>) ? "x" : new ClaudeBlock { Kind = "text" });
            else
                property.SetValue(line, Something(type));
        }

        line.Clear();

        var fresh = new ClaudeCodeLine();
        Assert.All(typeof(ClaudeCodeLine).GetProperties(), p => Assert.Equivalent(p.GetValue(fresh), p.GetValue(line), strict: true));
    }

    [Fact]
    public void A_message_that_is_started_again_holds_nothing_of_the_one_before()
    {
        var line = new ClaudeCodeLine();
        Fill(line.StartMessage());

        Assert.Equivalent(new ClaudeMessage(), line.StartMessage(), strict: true);
    }

    private static void Fill(ClaudeMessage message)
    {
        message.Blocks.Add(new ClaudeBlock { Kind = "text" });
        foreach (var property in typeof(ClaudeMessage).GetProperties().Where(static p => p.SetMethod is not null))
            property.SetValue(message, Something(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType));
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
