using System.Globalization;

namespace OpenTraces.Schema;

/// <summary>
/// Where something stands: a trace (<c>id</c>), one of its steps (<c>id:7</c>), its last step (<c>id:last</c>) or a span
/// (<c>id:3-9</c>). Numbers are <see cref="Step.StepIndex"/> values, so they start at 1 and a span includes its end.
/// A leading <c>t:</c> is accepted and dropped.
/// </summary>
public sealed record TraceAddress
{
    /// <summary>The trace part, as given: usually a full id.</summary>
    public required string Trace { get; init; }

    /// <summary>The first step, or null for a whole trace and for <see cref="IsLast"/>.</summary>
    public int? FirstStep { get; init; }

    /// <summary>The last step of the span; equal to <see cref="FirstStep"/> for a single step.</summary>
    public int? LastStep { get; init; }

    /// <summary>True for <c>id:last</c>.</summary>
    public bool IsLast { get; init; }

    /// <summary>True when one step is meant, not a span and not the whole trace.</summary>
    public bool IsStep => IsLast || (FirstStep is not null && !IsSpan);

    /// <summary>True when the address was written as a span, even of one step.</summary>
    public bool IsSpan { get; init; }

    /// <summary>The address of one step.</summary>
    public static TraceAddress OfStep(TraceId trace, int step) =>
        new() { Trace = trace.ToString(), FirstStep = step, LastStep = step };

    /// <summary>Reads an address; splits at the first colon.</summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.InvalidRequest"/>: the text is no address.</exception>
    public static TraceAddress Parse(string text) => TryParse(text, out var address)
        ? address
        : throw new OpenTracesException(OpenTracesErrorCode.InvalidRequest,
            $"'{text}' is not an address. Use a trace id, ID:7 for a step, ID:last or ID:3-9 for a span.");

    /// <inheritdoc cref="Parse(string)"/>
    public static bool TryParse(string? text, out TraceAddress address)
    {
        address = null!;
        if (text is null)
            return false;
        text = text.Trim();
        if (text.StartsWith("t:", StringComparison.OrdinalIgnoreCase))
            text = text[2..];
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var trace = (colon < 0 ? text : text[..colon]).Trim();
        if (trace.Length == 0)
            return false;
        address = new TraceAddress { Trace = trace };
        return colon < 0 || TrySelect(text.AsSpan(colon + 1), ref address);
    }

    /// <summary>The form that <see cref="Parse(string)"/> reads.</summary>
    public override string ToString()
    {
        if (IsLast)
            return Trace + ":last";
        if (FirstStep is not { } first)
            return Trace;
        return IsSpan
            ? string.Create(CultureInfo.InvariantCulture, $"{Trace}:{first}-{LastStep}")
            : string.Create(CultureInfo.InvariantCulture, $"{Trace}:{first}");
    }

    private static bool TrySelect(ReadOnlySpan<char> selector, ref TraceAddress address)
    {
        if (selector is "last")
        {
            address = address with { IsLast = true };
            return true;
        }

        var dash = selector.IndexOf('-');
        if (dash < 0)
        {
            if (!TryStep(selector, out var step))
                return false;
            address = address with { FirstStep = step, LastStep = step };
            return true;
        }

        if (!TryStep(selector[..dash], out var first) || !TryStep(selector[(dash + 1)..], out var last) || last < first)
            return false;
        address = address with { FirstStep = first, LastStep = last, IsSpan = true };
        return true;
    }

    private static bool TryStep(ReadOnlySpan<char> text, out int step) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out step);
}
