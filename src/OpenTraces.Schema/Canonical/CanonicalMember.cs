namespace OpenTraces.Schema;

/// <summary>A member already written.</summary>
/// <param name="Start">Where it starts in the output, quote of its name included.</param>
/// <param name="NameEnd">Where its name's last quote stands.</param>
/// <param name="End">Where it ends.</param>
/// <param name="DecodedName">The name as <see cref="CanonicalWriter"/> orders it; null when that is what stands between the quotes.</param>
internal readonly record struct CanonicalMember(int Start, int NameEnd, int End, byte[]? DecodedName);
