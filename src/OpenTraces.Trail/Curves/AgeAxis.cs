using System.Globalization;

namespace OpenTraces.Trail.Curves;

/// <summary>An axis from birth to an age, in the unit that suits it.</summary>
internal sealed record AgeAxis
{
    private const int MostTicks = 8;
    private const double DaysPerWeek = 7;
    private const double DaysPerMonth = 30.4375;

    /// <summary>In the plural.</summary>
    public required string Unit { get; init; }

    public required double DaysPerUnit { get; init; }

    /// <summary>The age at the end, in units.</summary>
    public required double Length { get; init; }

    /// <summary>In units, from 0.</summary>
    public required IReadOnlyList<decimal> Ticks { get; init; }

    public static AgeAxis For(double longestInDays)
    {
        var days = longestInDays > 0 ? longestInDays : 1;
        var (unit, perUnit) = days <= 4 * DaysPerWeek ? ("days", 1) : days <= 26 * DaysPerWeek ? ("weeks", DaysPerWeek) : ("months", DaysPerMonth);
        var length = days / perUnit;
        var step = Step(length);
        var ticks = new List<decimal>();
        for (var tick = 0m; (double)tick <= length; tick += step)
            ticks.Add(tick);
        return new AgeAxis { Unit = unit, DaysPerUnit = perUnit, Length = length, Ticks = ticks };
    }

    public static string Label(decimal tick) => tick.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>The smallest of 1, 2 and 5 times a power of ten that gives few enough ticks.</summary>
    private static decimal Step(double length)
    {
        var power = 0.000001m;
        while (true)
        {
            foreach (var digit in (ReadOnlySpan<decimal>)[1, 2, 5])
            {
                if (length / (double)(digit * power) < MostTicks)
                    return digit * power;
            }

            power *= 10;
        }
    }
}
