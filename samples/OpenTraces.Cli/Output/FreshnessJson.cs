using System.Text.Json;
using OpenTraces.Bucket;

namespace OpenTraces.Cli.Output;

/// <summary>The <c>freshness</c> object, the same in every answer that has one.</summary>
internal static class FreshnessJson
{
    public static void Write(Utf8JsonWriter w, SearchFreshness freshness)
    {
        w.WriteStartObject("freshness");
        w.WriteBoolean("stale", freshness.Stale);
        w.WriteString("stale_reason", freshness.StaleReason);
        w.WriteNumber("indexed_through", freshness.IndexedThrough);
        w.WriteNumber("log_head", freshness.LogHead);
        w.WriteBoolean("rebuild_recommended", freshness.RebuildRecommended);
        w.WriteEndObject();
    }
}
