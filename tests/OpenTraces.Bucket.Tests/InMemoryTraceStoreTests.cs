using OpenTraces.Conformance;
using OpenTraces.TestKit;

namespace OpenTraces.Bucket.Tests;

public sealed class InMemoryTraceStoreTests : TraceStoreConformance
{
    protected override ValueTask<ITraceStore> CreateAsync() => ValueTask.FromResult<ITraceStore>(new InMemoryTraceStore());

    protected override ValueTask<ITraceStore> OpenAnotherAsync(ITraceStore store) => ValueTask.FromResult(store);
}
