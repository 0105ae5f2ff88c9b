namespace OpenTraces.Schema;

internal static class AttributionChecks
{
    public static void Check(Attribution? attribution, Findings findings)
    {
        for (var f = 0; f < attribution?.Files.Count; f++)
        {
            for (var c = 0; c < attribution.Files[f].Conversations.Count; c++)
            {
                var ranges = attribution.Files[f].Conversations[c].Ranges;
                for (var r = 0; r < ranges.Count; r++)
                    CheckRange(ranges[r], $"$.attribution.files[{f}].conversations[{c}].ranges[{r}]", findings);
            }
        }
    }

    private static void CheckRange(AttributionRange range, string path, Findings findings)
    {
        if (range.StartLine < 1)
            findings.Warning(path + ".start_line", "line_out_of_range", "Lines are counted from 1.");
        if (range.EndLine < range.StartLine)
            findings.Warning(path + ".end_line", "line_out_of_range", "The range ends before it starts.");
        if (range.ContentHash is { } hash && !TextShapes.IsRangeHash(hash))
            findings.Warning(path + ".content_hash", "range_hash_malformed", "A murmur3 hash has 32 lower-case hexadecimal digits.");
        findings.RequireOneOf(Vocabularies.Confidence, range.Confidence, path + ".confidence");
        findings.RequireOneOf(Vocabularies.ChangeType, range.ChangeType, path + ".change_type");
    }
}
