using OpenTraces.Trail.Text;

namespace OpenTraces.Trail.Anchors;

/// <summary>Lines as numbers: equal numbers, equal text.</summary>
internal sealed class PatchLines
{
    private PatchLines(int[] exact, int[] space, int[] solid)
    {
        Exact = exact;
        Space = space;
        Solid = solid;
        SolidSpace = Array.ConvertAll(solid, i => space[i]);
    }

    /// <summary>The whole text without a carriage return at the end.</summary>
    public int[] Exact { get; }

    /// <summary>The text with white space collapsed.</summary>
    public int[] Space { get; }

    /// <summary>Indices of the lines that are not blank.</summary>
    public int[] Solid { get; }

    /// <summary><see cref="Space"/> of those.</summary>
    public int[] SolidSpace { get; }

    public int Count => Exact.Length;

    /// <summary>The lines of a patch, which the vocabularies learn.</summary>
    public static PatchLines Learn(IReadOnlyList<string> lines, Vocabulary exact, Vocabulary space) => Read(lines, exact.Add, space.Add);

    /// <summary>The lines of a commit; those no patch has are <see cref="Vocabulary.Unknown"/>.</summary>
    public static PatchLines Look(IReadOnlyList<string> lines, Vocabulary exact, Vocabulary space) => Read(lines, exact.Find, space.Find);

    private static PatchLines Read(IReadOnlyList<string> lines, Number exact, Number space)
    {
        var buffer = new char[256];
        var solid = new List<int>(lines.Count);
        var exactNumbers = new int[lines.Count];
        var spaceNumbers = new int[lines.Count];
        for (var i = 0; i < lines.Count; i++)
        {
            var line = LineText.WithoutReturn(lines[i]);
            exactNumbers[i] = exact(line);
            spaceNumbers[i] = space(LineText.CollapseSpace(line, ref buffer));
            if (!LineText.IsBlank(line))
                solid.Add(i);
        }

        return new PatchLines(exactNumbers, spaceNumbers, [.. solid]);
    }

    private delegate int Number(ReadOnlySpan<char> text);
}
