namespace OpenTraces.Schema;

internal delegate T JsonRead<T>(ref JsonCursor json);
