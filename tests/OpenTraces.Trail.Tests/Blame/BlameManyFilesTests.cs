using System.Globalization;
using OpenTraces.Bucket;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Trail.Tests.Blame;

/// <summary>A real bucket answers about more files than its database takes in one question.</summary>
public sealed class BlameManyFilesTests : IDisposable
{
    private const int Files = 1200;

    private readonly Scene _scene = new();
    private readonly TempFolder _home = new();

    public void Dispose()
    {
        _scene.Dispose();
        _home.Dispose();
    }

    [Fact]
    public async Task Every_file_of_a_commit_with_more_than_a_thousand_is_answered_and_the_one_of_the_agent_is_named()
    {
        for (var i = 0; i < Files; i++)
            _scene.Repo.Write(string.Create(CultureInfo.InvariantCulture, $"src/file{i}.py"), string.Create(CultureInfo.InvariantCulture, $"value = {i}\n"));
        var agent = _scene.Agent().Edit("src/file777.py", "value = 777\ntotal = price * quantity\nreport(total, currency)\n");
        _scene.Repo.Commit("All of it");

        await using var bucket = await TraceBucket.OpenAsync(_home["bucket"], new BucketOptions { Clock = new FakeClock() }, TestContext.Current.CancellationToken);
        await bucket.AddAsync(_scene.Captured(agent.Id), TestContext.Current.CancellationToken);
        var trail = await TraceTrail.OpenAsync(_scene.Repo.Root, bucket, _scene.Options, TestContext.Current.CancellationToken);
        var all = await trail.BlameAllAsync(cancellationToken: TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Files, all.Count);
        var file = Assert.Single(all, f => f.Lines.Any(l => l.Anchor is not null));
        Assert.Equal("src/file777.py", file.Path);
        Assert.All(file.Lines.Where(l => l.Anchor is not null), l => Assert.Equal(agent.Id, l.Anchor!.Patch.TraceId));
        Assert.Equal(agent.Id, Assert.Single((await trail.BlameCommitAsync("HEAD", cancellationToken: TestContext.Current.CancellationToken)).Traces).TraceId);
    }
}
