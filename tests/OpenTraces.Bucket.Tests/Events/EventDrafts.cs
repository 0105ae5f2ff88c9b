using System.Globalization;
using OpenTraces.Bucket.Events;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Tests.Events;

/// <summary>Events made from a number: a third about the bucket, the others about one of five traces.</summary>
internal static class EventDrafts
{
    public static TraceId Trace(int n) => new(new Guid(n % 5, 0, 0, new byte[8]));

    public static EventDraft Create(int n) => new()
    {
        Kind = "thing_happened",
        TraceId = n % 3 == 0 ? null : Trace(n),
        Data = RawJson.Parse(string.Create(
            CultureInfo.InvariantCulture, $"{{\"n\":{n}, \"text\":\"{new string('x', n % 11 * 40)}\"}}")),
    };
}
