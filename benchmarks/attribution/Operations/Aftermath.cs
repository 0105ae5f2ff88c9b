using OpenTraces.Attribution.Truth;

namespace OpenTraces.Attribution.Operations;

/// <summary>What is true after an operation.</summary>
/// <param name="Final">The tree at <c>HEAD</c>.</param>
/// <param name="OnHead">Every tree in the history of <c>HEAD</c>, <paramref name="Final"/> too, newest first.</param>
/// <param name="Elsewhere">Trees of commits that only other branches have.</param>
internal sealed record Aftermath(TrueTree Final, IReadOnlyList<TrueTree> OnHead, IReadOnlyList<TrueTree> Elsewhere);
