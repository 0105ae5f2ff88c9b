namespace OpenTraces.Bucket.Upkeep.Marking;

/// <summary>What an object of a trace is for.</summary>
internal enum ReferenceKind
{
    Source,
    Record,
    Steps,
    Text,
    Patches,
    Media,
    Trail,
}
