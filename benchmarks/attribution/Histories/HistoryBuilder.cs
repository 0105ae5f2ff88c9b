using System.Globalization;
using OpenTraces.Attribution.Actors;
using OpenTraces.Attribution.Text;
using OpenTraces.Attribution.Truth;

namespace OpenTraces.Attribution.Histories;

/// <summary>Thinks of a past. The same seed gives the same one.</summary>
internal sealed class HistoryBuilder
{
    /// <summary>Where the sessions ran when it was not where the repository is now.</summary>
    private const string Elsewhere = "/home/dev/shop";

    private static readonly string[] People = ["Ada <ada@shop.example>", "Linus <linus@shop.example>"];

    private readonly List<PlannedCommit> _commits = [];
    private readonly List<AgentSession> _sessions = [];
    private readonly Workshop _shop;
    private readonly string _folder;

    private HistoryBuilder(int seed, string repository)
    {
        var random = new Random(seed);
        _shop = new Workshop(random, new Ledger());
        _folder = random.Next(2) == 0 ? repository : Elsewhere;
    }

    /// <param name="seed">Chooses everything.</param>
    /// <param name="repository">Where the repository will be.</param>
    public static History Build(int seed, string repository) => new HistoryBuilder(seed, repository).Build();

    private History Build()
    {
        var files = Enumerable.Range(0, _shop.Random.Next(3, 6)).Select(Name).ToArray();
        foreach (var file in files)
            _shop.Create(file);
        var first = Commit(-1, "Begin");
        var fork = first;
        for (var i = _shop.Random.Next(3); i > 0; i--)
            fork = Turn(fork, files, Session(), persons: 1);
        var forked = _shop.Tree;
        var work = fork;
        var session = Session();
        for (var i = _shop.Random.Next(3, 7); i > 0; i--)
        {
            if (_shop.Random.Next(3) == 0)
                session = Session();
            work = Turn(work, [.. files, .. _shop.Tree.Files.Keys.Except(files)], session, persons: _shop.Random.Next(3));
        }

        var worked = _shop.Tree;
        _shop.Tree = forked;
        var main = fork;
        // Mostly in files of its own, so that the branches can come together again.
        var own = _shop.Random.Next(3) == 0 ? files : files[..1];
        for (var i = _shop.Random.Next(1, 4); i > 0; i--)
            main = Turn(main, own, null, persons: _shop.Random.Next(1, 3));
        _shop.Tree = worked;
        _shop.Pass(600);
        return new History { Commits = _commits, Fork = fork, Main = main, Work = work, Sessions = _sessions, Shop = _shop, Folder = _folder };
    }

    /// <summary>An agent and people work, then somebody commits.</summary>
    private int Turn(int parent, string[] files, AgentSession? session, int persons)
    {
        for (var i = session is null ? 0 : _shop.Random.Next(1, 5); i > 0; i--)
        {
            session!.Work(files);
            // What is undone before it is committed leaves only its transcript.
            if (_shop.Random.Next(12) == 0)
                _shop.Apply(_shop.Planner.Plan(_shop.Tree, files), null);
        }

        for (; persons > 0; persons--)
        {
            _shop.Pass(_shop.Random.Next(20, 200));
            _shop.Apply(_shop.Planner.Plan(_shop.Tree, files), null);
        }

        return Commit(parent, $"{Words.Upper(_shop.Planner.Words.Verb())} the {_shop.Planner.Words.Noun()}");
    }

    private int Commit(int parent, string message)
    {
        _shop.Pass(_shop.Random.Next(30, 400));
        _commits.Add(new PlannedCommit(_shop.Tree, parent, People[_shop.Random.Next(People.Length)], _shop.Now, message));
        return _commits.Count - 1;
    }

    private AgentSession Session()
    {
        _shop.Pass(60);
        var session = new AgentSession(_shop, _sessions.Count, _folder);
        _sessions.Add(session);
        return session;
    }

    private string Name(int number)
    {
        var language = Language.All[_shop.Random.Next(Language.All.Count)];
        var folder = _shop.Random.Next(3) switch { 0 => "", 1 => "src/", _ => "src/core/" };
        return string.Create(CultureInfo.InvariantCulture, $"{folder}{_shop.Planner.Words.Noun()}{number}{language.Extension}");
    }
}
