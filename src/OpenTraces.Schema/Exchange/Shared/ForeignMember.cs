namespace OpenTraces.Schema;

internal readonly record struct ForeignMember(string Name, RawJson Value);
