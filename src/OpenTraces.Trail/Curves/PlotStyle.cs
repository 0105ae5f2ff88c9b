namespace OpenTraces.Trail.Curves;

/// <summary>Colours and dashes of a plot. The hues stay apart for every kind of colour blindness, and each has a form for dark pages.</summary>
internal static class PlotStyle
{
    private const int Colours = 6;
    private const int Dashes = 4;

    /// <summary>The style element, ended by a line feed.</summary>
    public const string Sheet = """
        <style>
        .page{fill:#ffffff}.ink{fill:#1f2328}.quiet{fill:#59636e}.rule{stroke:#d1d9e0;fill:none}
        .step{fill:none;stroke-width:2}.band{stroke:none;fill-opacity:.15}
        .step.c0{stroke:#0072b2}.step.c1{stroke:#c04f00}.step.c2{stroke:#007a5a}.step.c3{stroke:#9c4f7e}.step.c4{stroke:#8a6a00}.step.c5{stroke:#4b535c}
        .band.c0{fill:#0072b2}.band.c1{fill:#c04f00}.band.c2{fill:#007a5a}.band.c3{fill:#9c4f7e}.band.c4{fill:#8a6a00}.band.c5{fill:#4b535c}
        .d1{stroke-dasharray:7 3}.d2{stroke-dasharray:2 3}.d3{stroke-dasharray:9 3 2 3}
        @media (prefers-color-scheme:dark){
        .page{fill:#0d1117}.ink{fill:#f0f6fc}.quiet{fill:#9198a1}.rule{stroke:#3d444d}
        .step.c0{stroke:#56b4e9}.step.c1{stroke:#ff8a3d}.step.c2{stroke:#2dc9a0}.step.c3{stroke:#e39ac4}.step.c4{stroke:#f0e442}.step.c5{stroke:#c9d1d9}
        .band.c0{fill:#56b4e9}.band.c1{fill:#ff8a3d}.band.c2{fill:#2dc9a0}.band.c3{fill:#e39ac4}.band.c4{fill:#f0e442}.band.c5{fill:#c9d1d9}
        }
        </style>

        """;

    /// <summary>The style of dots and rings, beside <see cref="Sheet"/>.</summary>
    public const string DotSheet = """
        <style>
        .dot.c0{fill:#0072b2}.dot.c1{fill:#c04f00}.dot.c2{fill:#007a5a}.dot.c3{fill:#9c4f7e}.dot.c4{fill:#8a6a00}.dot.c5{fill:#4b535c}
        .ring{fill:#ffffff;stroke-width:2}.ring.c0{stroke:#0072b2}.ring.c1{stroke:#c04f00}.ring.c2{stroke:#007a5a}.ring.c3{stroke:#9c4f7e}.ring.c4{stroke:#8a6a00}.ring.c5{stroke:#4b535c}
        @media (prefers-color-scheme:dark){
        .dot.c0{fill:#56b4e9}.dot.c1{fill:#ff8a3d}.dot.c2{fill:#2dc9a0}.dot.c3{fill:#e39ac4}.dot.c4{fill:#f0e442}.dot.c5{fill:#c9d1d9}
        .ring{fill:#0d1117}.ring.c0{stroke:#56b4e9}.ring.c1{stroke:#ff8a3d}.ring.c2{stroke:#2dc9a0}.ring.c3{stroke:#e39ac4}.ring.c4{stroke:#f0e442}.ring.c5{stroke:#c9d1d9}
        }
        </style>

        """;

    public static string ColourOf(int index) => $"c{index % Colours}";

    /// <summary>Two neighbours differ in both; the pairs repeat after 24.</summary>
    public static string ClassOf(int index) => $"c{index % Colours} d{(index + (index / (Colours * Dashes / 2))) % Dashes}";
}
