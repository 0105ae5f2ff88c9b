using OpenTraces.Attribution.Formatters;

namespace OpenTraces.Attribution.Operations;

/// <summary>The operations that are measured.</summary>
internal static class OperationCatalog
{
    public static IReadOnlyList<IOperation> All(DotnetFormat format) =>
    [
        new Amend(), new Rebase(), new Reorder(), new Fixup(), new SquashMerge(), new CherryPick(), new Revert(), new Rename(), new SplitFile(),
        new FilterRewrite(), new FormatterRun(format), new CrlfFlip(), new ConflictedMerge(), new Recreate(),
    ];
}
