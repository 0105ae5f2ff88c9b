using OpenTraces.TestKit;

namespace OpenTraces.Trail.Tests;

/// <summary>A repository and agents that work in it.</summary>
internal sealed class Scene : IDisposable
{
    private readonly List<AgentSession> _sessions = [];

    public TempGitRepo Repo { get; } = new();

    public InMemoryTraceStore Store { get; } = new();

    public TrailOptions Options { get; } = new() { Clock = new FakeClock() };

    public AgentSession Agent(string session = "session-1")
    {
        var agent = new AgentSession(this, session);
        _sessions.Add(agent);
        return agent;
    }

    /// <summary>What capture makes of a session.</summary>
    public Bucket.CapturedTrace Captured(Schema.TraceId id) => _sessions.First(s => s.Id == id).Build();

    /// <summary>A commit of a person.</summary>
    public string Commit(string path, string text, string message = "Change")
    {
        Repo.Write(path, text);
        return Repo.Commit(message);
    }

    public async Task<TraceTrail> OpenAsync(string? folder = null)
    {
        foreach (var session in _sessions.Where(s => s.Patches.Count > 0))
            await Store.AddAsync(session.Build());
        return await TraceTrail.OpenAsync(folder ?? Repo.Root, Store, Options);
    }

    /// <summary>The fates of a session's patches at HEAD.</summary>
    public async Task<IReadOnlyList<PatchTracking>> TrackAsync(AgentSession session, string revision = "HEAD") =>
        (await (await OpenAsync()).TrackAsync(session.Id, revision)).Patches;

    /// <summary>The fate of a session's only patch.</summary>
    public async Task<PatchTracking> FateAsync(AgentSession session, string revision = "HEAD") =>
        Xunit.Assert.Single(await TrackAsync(session, revision));

    public void Dispose() => Repo.Dispose();
}
