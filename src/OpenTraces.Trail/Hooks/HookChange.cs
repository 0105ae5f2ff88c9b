using System.Diagnostics.CodeAnalysis;

namespace OpenTraces.Trail.Hooks;

/// <summary>What became of a hook.</summary>
/// <param name="Path">The hook's file.</param>
/// <param name="Changed">False when it was already as wanted.</param>
[Experimental("OT0001")]
public sealed record HookChange(string Path, bool Changed);
