using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
namespace OpenTraces.Benchmarks;
internal sealed class AllocTicks : EventListener
{
    public readonly ConcurrentDictionary<string, long> Bytes = new();
    public readonly ConcurrentDictionary<string, long> Sites = new();
    public bool On;
    protected override void OnEventSourceCreated(EventSource s) { if (s.Name == "Microsoft-Windows-DotNETRuntime") EnableEvents(s, EventLevel.Verbose, (EventKeywords)1); }
    protected override void OnEventWritten(EventWrittenEventArgs e)
    {
        if (!On || e.EventName is null || !e.EventName.StartsWith("GCAllocationTick", StringComparison.Ordinal)) return;
        var n = e.PayloadNames!; string type = "?"; long amount = 0; string kind = "";
        for (int i = 0; i < n.Count; i++) { if (n[i] == "TypeName") type = (string)e.Payload![i]!; if (n[i] == "AllocationAmount64") amount = Convert.ToInt64(e.Payload![i]); if (n[i] == "AllocationKind") kind = e.Payload![i]!.ToString()!; }
        Bytes.AddOrUpdate(kind + " " + type, amount, (_, v) => v + amount);
        var st = new System.Diagnostics.StackTrace(1, false).GetFrames().Select(f => f.GetMethod()).Where(m => m?.DeclaringType?.FullName?.StartsWith("OpenTraces", StringComparison.Ordinal) == true && !m.DeclaringType.FullName.Contains("Benchmarks", StringComparison.Ordinal)).Take(3).Select(m => m!.DeclaringType!.Name + "." + m.Name);
        Sites.AddOrUpdate(type + "  " + string.Join(" < ", st), amount, (_, v) => v + amount);
    }
}
