namespace OpenTraces.Schema.Tests.Slicing;

/// <summary>Nine steps whose cuts are part of the format.</summary>
internal static class PinnedSession
{
    public static StepView[] Steps { get; } =
    [
        Views.User("Add a cache"),
        Views.Edit("src/cache.cs"),
        Views.User("<task-notification>done</task-notification>"),
        Views.User("Now the tests"),
        Views.User("continue"),
        Views.Edit("tests/cache.cs"),
        Views.User("Rename it"),
        Views.Edit("src/cache.cs"),
        Views.User("Thanks"),
    ];
}
