using System.Globalization;

namespace OpenTraces.Trail.Curves;

/// <summary>Draws curves.</summary>
public static class SurvivalPlot
{
    private const int Width = 760;
    private const int Left = 200;
    private const int Right = 730;
    private const int Top = 44;
    private const int Bottom = 324;
    private const int FirstRow = 390;
    private const int RowHeight = 20;
    private const int LongestName = 22;

    /// <summary>
    /// Writes an SVG document: steps with their 95 % intervals, and the number of patches still followed below. It has no script, asks
    /// for nothing from elsewhere, names itself to a screen reader, suits light and dark pages, and is the same text for the same
    /// curves. A group is told by colour and by dashes. Lines end with a line feed.
    /// </summary>
    public static void WriteSvg(SurvivalCurves curves, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(curves);
        ArgumentNullException.ThrowIfNull(writer);
        var axis = AgeAxis.For(curves.Curves.Select(c => c.Points.Count == 0 ? 0 : c.Points[^1].AgeInDays).DefaultIfEmpty(0).Max());
        var height = FirstRow + (RowHeight * Math.Max(1, curves.Curves.Count)) + 6;
        Line(writer, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" width=\"{Width}\" height=\"{height}\" role=\"img\" aria-labelledby=\"survival-title survival-desc\" font-family=\"system-ui, sans-serif\" font-size=\"12\">");
        Line(writer, $"<title id=\"survival-title\">{PlotText.Title(curves)}</title>");
        Line(writer, $"<desc id=\"survival-desc\">{PlotText.Describe(curves)}</desc>");
        writer.Write(PlotStyle.Sheet);
        Line(writer, $"<rect class=\"page\" width=\"{Width}\" height=\"{height}\"/>");
        Line(writer, $"<text class=\"ink\" x=\"16\" y=\"24\" font-size=\"15\" font-weight=\"600\">{PlotText.Title(curves)}</text>");
        WriteAxes(writer, axis);
        for (var i = 0; i < curves.Curves.Count; i++)
            WriteBand(writer, curves.Curves[i], i, axis);
        for (var i = 0; i < curves.Curves.Count; i++)
            WriteSteps(writer, curves.Curves[i], i, axis);
        if (curves.Curves.Count == 0)
            Line(writer, $"<text class=\"quiet\" x=\"{(Left + Right) / 2}\" y=\"{(Top + Bottom) / 2}\" text-anchor=\"middle\">no change of a session has landed</text>");
        WriteRows(writer, curves, axis);
        Line(writer, $"</svg>");
    }

    private static void WriteAxes(TextWriter writer, AgeAxis axis)
    {
        for (var percent = 0; percent <= 100; percent += 25)
        {
            var y = Y(percent / 100.0);
            Line(writer, $"<path class=\"rule\" d=\"M{Left} {y}H{Right}\"/>");
            Line(writer, $"<text class=\"quiet\" x=\"{Left - 8}\" y=\"{y}\" dy=\"4\" text-anchor=\"end\">{percent} %</text>");
        }

        foreach (var tick in axis.Ticks)
        {
            Line(writer, $"<path class=\"rule\" d=\"M{X(tick, axis)} {Bottom}v5\"/>");
            Line(writer, $"<text class=\"quiet\" x=\"{X(tick, axis)}\" y=\"{Bottom + 20}\" text-anchor=\"middle\">{AgeAxis.Label(tick)}</text>");
        }

        Line(writer, $"<text class=\"ink\" x=\"{(Left + Right) / 2}\" y=\"{Bottom + 40}\" text-anchor=\"middle\">age in {axis.Unit}</text>");
        Line(writer, $"<text class=\"ink\" transform=\"translate({Left - 54} {(Top + Bottom) / 2}) rotate(-90)\" text-anchor=\"middle\">lines alive</text>");
    }

    private static void WriteSteps(TextWriter writer, SurvivalCurve curve, int index, AgeAxis axis)
    {
        if (curve.Points.Count == 0)
            return;
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"<path class=\"step {PlotStyle.ClassOf(index)}\" d=\"M{Left} {Y(1)}"));
        var last = 1.0;
        foreach (var point in curve.Points.Where(p => p.Alive < last || p == curve.Points[^1]))
        {
            writer.Write($"H{X(point.AgeInDays, axis)}");
            if (point.Alive < last)
                writer.Write($"V{Y(point.Alive)}");
            last = point.Alive;
        }

        Line(writer, $"\"><title>{PlotText.Escape(curve.Group)}</title></path>");
    }

    private static void WriteBand(TextWriter writer, SurvivalCurve curve, int index, AgeAxis axis)
    {
        var known = curve.Points.Where(p => p.Low is not null).ToArray();
        if (known.Length == 0)
            return;
        // Points at which nothing ended say the same as the one before.
        var steps = known.Where((p, i) => i == 0 || p.Low != known[i - 1].Low || p.High != known[i - 1].High).ToArray();
        var end = X((curve.Points.FirstOrDefault(p => p.AgeInDays > known[^1].AgeInDays) ?? known[^1]).AgeInDays, axis);
        writer.Write($"<path class=\"band {PlotStyle.ClassOf(index)}\" d=\"M{X(steps[0].AgeInDays, axis)} {Y(steps[0].High!.Value)}");
        foreach (var step in steps.Skip(1))
            writer.Write($"H{X(step.AgeInDays, axis)}V{Y(step.High!.Value)}");
        writer.Write($"H{end}");
        foreach (var step in steps.Reverse())
            writer.Write($"V{Y(step.Low!.Value)}H{X(step.AgeInDays, axis)}");
        Line(writer, $"Z\"/>");
    }

    private static void WriteRows(TextWriter writer, SurvivalCurves curves, AgeAxis axis)
    {
        Line(writer, $"<text class=\"quiet\" x=\"16\" y=\"{FirstRow - 10}\">changes followed</text>");
        var names = ShortNames.Of([.. curves.Curves.Select(c => c.Group)], LongestName);
        for (var i = 0; i < curves.Curves.Count; i++)
        {
            var curve = curves.Curves[i];
            var y = FirstRow + (i * RowHeight) + 8;
            Line(writer, $"<path class=\"step {PlotStyle.ClassOf(i)}\" d=\"M16 {y - 4}h20\"/>");
            Line(writer, $"<text class=\"ink\" x=\"42\" y=\"{y}\"><title>{PlotText.Escape(curve.Group)}</title>{PlotText.Escape(names[i])}</text>");
            foreach (var tick in axis.Ticks)
            {
                var atRisk = curve.Points.FirstOrDefault(p => p.AgeInDays >= (double)tick * axis.DaysPerUnit)?.AtRisk ?? 0;
                Line(writer, $"<text class=\"quiet\" x=\"{X(tick, axis)}\" y=\"{y}\" text-anchor=\"middle\">{atRisk}</text>");
            }
        }
    }

    private static string X(decimal tick, AgeAxis axis) => Coordinate(Left + ((double)tick / axis.Length * (Right - Left)));

    private static string X(double days, AgeAxis axis) => Coordinate(Left + (days / axis.DaysPerUnit / axis.Length * (Right - Left)));

    private static string Y(double share) => Coordinate(Bottom - (share * (Bottom - Top)));

    private static string Coordinate(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static void Line(TextWriter writer, FormattableString text)
    {
        writer.Write(text.ToString(CultureInfo.InvariantCulture));
        writer.Write('\n');
    }
}
