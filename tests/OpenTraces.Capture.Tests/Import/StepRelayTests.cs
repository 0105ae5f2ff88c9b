using OpenTraces.Bucket;
using OpenTraces.Capture.Import;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Capture.Tests.Import;

public class StepRelayTests
{
    [Fact]
    public async Task A_store_has_every_step_when_the_relay_is_finished()
    {
        var receiver = new Receiver(failsAt: -1);
        await using var relay = new StepRelay(receiver, CancellationToken.None);
        for (var i = 1; i <= 500; i++)
            await relay.AddAsync(Some.Trace(steps: 1).Record.Steps[0] with { StepIndex = i }, CancellationToken.None);
        await relay.FinishAsync(CancellationToken.None);
        Assert.Equal(Enumerable.Range(1, 500), receiver.Indices);
    }

    [Fact]
    public async Task What_a_store_throws_stops_the_parser()
    {
        await using var relay = new StepRelay(new Receiver(failsAt: 3), CancellationToken.None);
        var step = Some.Trace(steps: 1).Record.Steps[0];
        var error = await Assert.ThrowsAsync<IOException>(async () =>
        {
            for (var i = 1; i <= 500; i++)
                await relay.AddAsync(step with { StepIndex = i }, CancellationToken.None);
        });
        Assert.Equal("full", error.Message);
        await Assert.ThrowsAsync<IOException>(async () => await relay.FinishAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_relay_that_is_given_up_stops_the_store()
    {
        var receiver = new Receiver(failsAt: -1) { Waits = true };
        var relay = new StepRelay(receiver, CancellationToken.None);
        for (var i = 1; i <= 40; i++)
            await relay.AddAsync(Some.Trace(steps: 1).Record.Steps[0], CancellationToken.None);
        await relay.DisposeAsync();
        Assert.Empty(receiver.Indices);
    }

    private sealed class Receiver(int failsAt) : StepReceiver
    {
        public List<int> Indices { get; } = [];

        public bool Waits { get; init; }

        public override async ValueTask AddAsync(Step step, CancellationToken cancellationToken = default)
        {
            if (Waits)
                await Task.Delay(Timeout.Infinite, cancellationToken);
            if (step.StepIndex == failsAt)
                throw new IOException("full");
            Indices.Add(step.StepIndex);
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
