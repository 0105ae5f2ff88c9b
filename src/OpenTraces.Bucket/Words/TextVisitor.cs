namespace OpenTraces.Bucket.Words;

/// <summary>Looks at a text, which is gone afterwards.</summary>
internal delegate void TextVisitor(ReadOnlySpan<char> text);
