using System.Globalization;
using System.Text;
using System.Xml;

namespace OpenTraces.Trail.Curves;

/// <summary>The words of a plot, ready to stand in it.</summary>
internal static class PlotText
{
    public static string Title(SurvivalCurves curves) => curves.By switch
    {
        SurvivalGrouping.Agent => "How long changes live, by agent",
        SurvivalGrouping.Model => "How long changes live, by model",
        SurvivalGrouping.Tool => "How long changes live, by tool",
        _ => "How long changes live",
    };

    /// <summary>What the picture shows, for those who do not see it.</summary>
    public static string Describe(SurvivalCurves curves)
    {
        var text = new StringBuilder("The share of lines alive by the age of the commit that took them, with 95 % intervals.");
        foreach (var curve in curves.Curves)
        {
            text.Append(CultureInfo.InvariantCulture, $" {curve.Group}: {curve.Patches} changes, {curve.Ended} of them gone");
            text.Append(curve.MedianInDays is { } median
                ? string.Create(CultureInfo.InvariantCulture, $"; half of the lines are gone after {median:0.#} days.")
                : string.Create(CultureInfo.InvariantCulture, $"; {(curve.Points.Count == 0 ? 1 : curve.Points[^1].Alive) * 100:0.#} % of the lines outlive the history."));
        }

        if (curves.Curves.Count == 0)
            text.Append(" No change of a session has landed.");
        return Escape(text.ToString());
    }

    /// <summary>No more than some UTF-16 units, and never half of a pair.</summary>
    public static string Shorten(string text, int longest)
    {
        if (text.Length <= longest)
            return text;
        var end = char.IsHighSurrogate(text[longest - 2]) ? longest - 2 : longest - 1;
        return text[..end] + "…";
    }

    /// <summary>Text as XML has it; what XML cannot hold becomes U+FFFD.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (i + 1 < text.Length && char.IsSurrogatePair(c, text[i + 1]))
                escaped.Append(c).Append(text[++i]);
            else
                escaped.Append(c switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", '"' => "&quot;", _ => XmlConvert.IsXmlChar(c) ? c.ToString() : "\uFFFD" });
        }

        return escaped.ToString();
    }
}
