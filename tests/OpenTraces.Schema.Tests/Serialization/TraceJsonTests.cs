using System.Text;
using Xunit;

namespace OpenTraces.Schema.Tests.Serialization;

public sealed class TraceJsonTests
{
    [Fact]
    public void A_full_record_is_written_with_the_bytes_it_was_read_from() =>
        Assert.Equal(SampleRecord.OneLine, Rewrite(SampleRecord.Json));

    private static string Rewrite(string json) =>
        Encoding.UTF8.GetString(TraceJson.Serialize(TraceJson.Parse(Encoding.UTF8.GetBytes(json))));
}
