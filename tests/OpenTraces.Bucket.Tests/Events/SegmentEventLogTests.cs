using System.Globalization;
using OpenTraces.Bucket.Events;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Events;

public sealed class SegmentEventLogTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_append_returns_is_what_a_later_opening_reads()
    {
        var appended = new List<TraceEvent>();
        await using (var log = await OpenAsync())
        {
            for (var i = 0; i < 20; i++)
                appended.AddRange(await log.AppendAsync([Draft(i), Draft(i + 100)]));
        }

        await using var again = await OpenAsync(readOnly: true);
        Assert.Equal(appended, await again.ReadAsync().ToListAsync());
        Assert.Equal(appended.Skip(7), await again.ReadAsync(after: 7).ToListAsync());
        Assert.Equal(40, await again.ReadHeadAsync());
        Assert.Equal(Enumerable.Range(1, 40).Select(i => (long)i), appended.Select(e => e.Sequence));
    }

    private static EventDraft Draft(int i) => new()
    {
        Kind = "thing_happened",
        TraceId = i % 3 == 0 ? null : new TraceId(new Guid(i % 5, 0, 0, new byte[8])),
        Data = RawJson.Parse($"{{\"n\":{i.ToString(CultureInfo.InvariantCulture)}}}"),
    };

    private ValueTask<SegmentEventLog> OpenAsync(bool readOnly = false) => SegmentEventLog.OpenAsync(
        _folder["events"], StoreFiles.Local, new EventLogOptions { ReadOnly = readOnly, SealLength = 4096 });
}
