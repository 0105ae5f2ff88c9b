using OpenTraces.Bucket.Words;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Words;

public class StepTextsTests
{
    [Fact]
    public void What_is_indexed_is_what_a_snippet_looks_at()
    {
        var input = """{"path":"a/b","n":[1,-2.5e3,true,null],"text":"line\nnext \u00e9 é","":{"deep":"x"}}""";
        var trace = new SomeSession().User("ask").Agent("say", "think").Tool("Bash", input, "out")
            .Agent(new string('w', StepTexts.MaxSearched) + " beyond", "").Build();
        foreach (var step in trace.Record.Steps)
        {
            var visited = new List<string>();
            StepTexts.Visit(step, text => visited.Add(text.ToString()));
            Assert.Equal(StepTexts.Of(step).Where(t => t.Length > 0), visited.Where(t => t.Length > 0));
        }
    }

    [Fact]
    public void Arguments_give_their_strings_and_numbers_and_broken_ones_what_stands_before_the_break()
    {
        Assert.Equal(["b", "1.50", "é\n"], StepTexts.Strings(RawJson.Parse("""{"a":"b","c":[1.50,true],"d":"\u00e9\n"}""")));
        Assert.Equal(["b"], StepTexts.Strings(RawJson.FromTrusted("""{"a":"b","c":}"""u8.ToArray())));
    }
}
