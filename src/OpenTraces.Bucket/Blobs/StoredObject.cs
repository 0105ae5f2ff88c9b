namespace OpenTraces.Bucket.Blobs;

/// <summary>What lies at an address: the bytes themselves, or the manifest of a stream.</summary>
internal readonly record struct StoredObject(ReadOnlyMemory<byte> Bytes, bool IsManifest);
