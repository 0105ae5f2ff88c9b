using System.Text;
using System.Xml.Linq;
using OpenTraces.TestKit;
using OpenTraces.Trail.Curves;
using Xunit;

namespace OpenTraces.Trail.Tests.Curves;

public sealed class SurvivalPlotTests
{
    /// <summary>On a difference the new picture is written beside the old one: look at it, and move it over.</summary>
    [Fact]
    public void Two_curves_are_drawn_as_in_the_reviewed_picture()
    {
        var actual = Draw(SurvivalGrouping.Agent, KaplanMeier.Estimate("6-MP", Lives.Treated), KaplanMeier.Estimate("placebo", Lives.Untreated));
        var reviewed = Repository.PathOf("tests", "OpenTraces.Trail.Tests", "Curves", "plot.svg");
        var received = Path.ChangeExtension(reviewed, ".received.svg");
        if (File.Exists(reviewed) && File.ReadAllText(reviewed).ReplaceLineEndings("\n") == actual)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, actual, new UTF8Encoding(false));
        Assert.Fail("The picture changed: compare plot.svg with plot.received.svg.");
    }

    [Fact]
    public void A_picture_names_itself_and_asks_for_nothing()
    {
        var svg = XDocument.Parse(Draw(SurvivalGrouping.Model, KaplanMeier.Estimate("lab/large", Lives.Treated))).Root!;
        XNamespace ns = "http://www.w3.org/2000/svg";
        Assert.Equal(ns + "svg", svg.Name);
        var labels = svg.Attribute("aria-labelledby")!.Value.Split(' ');
        Assert.Equal(labels, svg.Elements().Where(e => e.Attribute("id") is not null).Select(e => e.Attribute("id")!.Value));
        Assert.Equal("How long changes live, by model", svg.Element(ns + "title")!.Value);
        Assert.Contains("lab/large: 21 changes, 9 of them gone; half of the lines are gone after 23 days.", svg.Element(ns + "desc")!.Value, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme:dark", svg.Element(ns + "style")!.Value, StringComparison.Ordinal);
        Assert.DoesNotContain(svg.Descendants(), e => e.Name.LocalName is "script" or "image" or "use" or "foreignObject");
        Assert.DoesNotContain(svg.DescendantsAndSelf().Attributes(), a => a.Name.LocalName is "href" or "src" || a.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.DoesNotContain("url(", svg.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<script>alert('x')</script> & \"more\"")]
    [InlineData("bell \u0007 and half a pair \ud83d")]
    [InlineData("a name that is much too long \ud83d\ude00 for its place")]
    [InlineData("aaaaaaaaaaaaaaaaaaaa\ud83d\ude00aaaaaaaa")]
    [InlineData("")]
    public void Any_name_gives_well_formed_xml(string name)
    {
        var svg = XDocument.Parse(Draw(SurvivalGrouping.Tool, KaplanMeier.Estimate(name, Lives.Treated)));
        Assert.DoesNotContain(svg.Descendants(), e => e.Name.LocalName == "script");
    }

    [Theory]
    [InlineData("anthropic/claude-opus-4-5-20250929", "anthropic/claude-opus-4-1-20250805", "anthropic/claude-opus-4-20250514", "gpt-5")]
    [InlineData("lab/a-model-of-one-kind-with-words-behind", "lab/a-model-of-two-kinds-with-words-behind")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaac", "aaaaaaaaaaaaaaaaaaaaa…")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaXaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaYaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("aaaaaaaaaa\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00b", "aaaaaaaaaa\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00c")]
    public void Names_that_are_shortened_stay_different(params string[] names)
    {
        var svg = XDocument.Parse(Draw(SurvivalGrouping.Model, [.. names.Select(n => KaplanMeier.Estimate(n, Lives.Treated))])).Root!;
        var shown = svg.Elements().Where(e => e.Name.LocalName == "text" && e.Elements().Any())
            .Select(e => string.Concat(e.Nodes().OfType<XText>().Select(t => t.Value))).ToArray();
        Assert.Equal(names.Length, shown.Distinct(StringComparer.Ordinal).Count());
        Assert.All(shown, s => Assert.InRange(s.Length, 1, 22));
        Assert.DoesNotContain('\uFFFD', string.Concat(shown));
        Assert.All(names.Where(n => n.Length <= 22), n => Assert.Contains(n, shown));
    }

    [Fact]
    public void Nothing_to_draw_is_said_in_the_picture()
    {
        var svg = XDocument.Parse(Draw(SurvivalGrouping.None));
        Assert.Contains(svg.Descendants(), e => e.Value == "no change of a session has landed");
    }

    [Fact]
    public void A_change_of_this_very_commit_can_be_drawn()
    {
        var svg = Draw(SurvivalGrouping.None, KaplanMeier.Estimate("all", [Lives.Seen(0)]));
        XDocument.Parse(svg);
        Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Neighbouring_groups_differ_in_colour_and_in_dashes()
    {
        var classes = Enumerable.Range(0, 24).Select(PlotStyle.ClassOf).ToArray();
        Assert.Equal(24, classes.Distinct().Count());
        Assert.All(classes.Zip(classes.Skip(1)), p => Assert.Empty(p.First.Split(' ').Intersect(p.Second.Split(' '))));
        Assert.All(classes.SelectMany(c => c.Split(' ')).Distinct().Where(c => c != "d0"), c => Assert.Contains("." + c + "{", PlotStyle.Sheet, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, "days", "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(0.01, "days", "0 0.002 0.004 0.006 0.008 0.01")]
    [InlineData(1, "days", "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(28, "days", "0 5 10 15 20 25")]
    [InlineData(29, "weeks", "0 1 2 3 4")]
    [InlineData(182, "weeks", "0 5 10 15 20 25")]
    [InlineData(183, "months", "0 1 2 3 4 5 6")]
    [InlineData(3653, "months", "0 20 40 60 80 100 120")]
    public void An_axis_has_few_round_ticks_in_the_unit_of_its_span(double days, string unit, string ticks)
    {
        var axis = AgeAxis.For(days);
        Assert.Equal((unit, ticks), (axis.Unit, string.Join(' ', axis.Ticks.Select(AgeAxis.Label))));
    }

    private static string Draw(SurvivalGrouping by, params SurvivalCurve[] curves)
    {
        var text = new StringWriter();
        SurvivalPlot.WriteSvg(new SurvivalCurves { Head = new string('0', 40), By = by, Curves = curves }, text);
        return text.ToString();
    }
}
