using System.Globalization;
using System.Text;
using OpenTraces.Attribution.Actors;
using OpenTraces.Attribution.Text;
using OpenTraces.Attribution.Truth;

namespace OpenTraces.Attribution.Anchoring;

/// <summary>
/// A long past of many files: people change several files in a commit, branches come and are merged, files are moved, and now
/// and then an agent works. It is written for <c>git fast-import</c> while it is thought of.
/// </summary>
internal sealed class LargeHistory
{
    private const int Files = 1500;
    private const int FilesPerCommit = 5;
    private const int PatchesPerSession = 20;

    private readonly Workshop _shop;
    private readonly StreamWriter _stream;
    private readonly string _folder;
    private readonly int _commits;
    private readonly List<string> _paths = [];
    private int _made;

    /// <param name="seed">Chooses everything.</param>
    /// <param name="commits">How many.</param>
    /// <param name="folder">Where the sessions ran.</param>
    /// <param name="stream">Takes what <c>git fast-import</c> reads.</param>
    public LargeHistory(int seed, int commits, string folder, StreamWriter stream)
    {
        _shop = new Workshop(new Random(seed), new Ledger());
        (_commits, _folder, _stream) = (commits, folder, stream);
    }

    public List<AgentSession> Sessions { get; } = [];

    /// <summary>How many changes agents made.</summary>
    public int Patches => _shop.Ledger.Patches.Count;

    /// <param name="patches">How many changes agents make, about.</param>
    public void Write(int patches)
    {
        var main = 0;
        while (_paths.Count < Files)
            main = Commit(main, 0, Enumerable.Range(0, FilesPerCommit).Select(_ => Create()).ToArray(), [], "Begin");
        var every = Math.Max(1, (_commits - _made) * PatchesPerSession / patches);
        var next = _made + every / 2;
        while (_made < _commits)
        {
            if (_made >= next)
            {
                main = Work(main);
                next += every;
            }
            else if (_shop.Random.Next(15) == 0)
            {
                main = Branch(main);
            }
            else if (_shop.Random.Next(40) == 0)
            {
                main = Move(main);
            }
            else
            {
                main = Turn(main, _paths, null);
            }
        }

        _stream.Write(string.Create(CultureInfo.InvariantCulture, $"reset refs/heads/main\nfrom :{main}\n\n"));
        _stream.Flush();
    }

    /// <summary>A session of an agent, some calls to a commit, while people work in other files too.</summary>
    private int Work(int main)
    {
        _shop.Pass(60);
        var session = new AgentSession(_shop, Sessions.Count, _folder);
        Sessions.Add(session);
        var until = Patches + PatchesPerSession;
        var start = _shop.Random.Next(_paths.Count - 20);
        while (Patches < until)
            main = Turn(main, _paths.GetRange(start, 20), session);
        return main;
    }

    private int Turn(int parent, List<string> paths, AgentSession? session)
    {
        var before = _shop.Tree;
        for (var i = _shop.Random.Next(1, FilesPerCommit); i > 0; i--)
            session?.Work(paths);
        for (var i = _shop.Random.Next(session is null ? 1 : 0, session is null ? 2 * FilesPerCommit : 3); i > 0; i--)
            _shop.Apply(_shop.Planner.Plan(_shop.Tree, [_paths[_shop.Random.Next(_paths.Count)]]), null);
        return Commit(parent, 0, Changed(before), [], $"{Words.Upper(_shop.Planner.Words.Verb())} the {_shop.Planner.Words.Noun()}");
    }

    /// <summary>Some commits beside the others, each side in files of its own, and the merge of both.</summary>
    private int Branch(int main)
    {
        var fork = _shop.Tree;
        var cut = _shop.Random.Next(_paths.Count / 4, 3 * _paths.Count / 4);
        var (mine, theirs) = (main, main);
        for (var i = _shop.Random.Next(2, 6); i > 0; i--)
            theirs = Aside(theirs, _paths.GetRange(0, cut));
        var other = _shop.Tree;
        _shop.Tree = fork;
        for (var i = _shop.Random.Next(1, 4); i > 0; i--)
            mine = Aside(mine, _paths.GetRange(cut, _paths.Count - cut));
        var before = _shop.Tree;
        foreach (var path in _paths.Take(cut).Where(p => !ReferenceEquals(other[p], fork[p])))
            _shop.Tree = _shop.Tree.With(path, other[path]);
        return Commit(mine, theirs, Changed(before), [], "Merge a branch");
    }

    private int Aside(int parent, List<string> paths)
    {
        var before = _shop.Tree;
        for (var i = _shop.Random.Next(1, 2 * FilesPerCommit); i > 0; i--)
            _shop.Apply(_shop.Planner.Plan(_shop.Tree, [paths[_shop.Random.Next(paths.Count)]]), null);
        return Commit(parent, 0, Changed(before), [], $"{Words.Upper(_shop.Planner.Words.Verb())} the {_shop.Planner.Words.Noun()} aside");
    }

    private int Move(int main)
    {
        var before = _shop.Tree;
        var at = _shop.Random.Next(_paths.Count);
        var (old, now) = (_paths[at], Folder() + _paths[at][(_paths[at].LastIndexOf('/') + 1)..]);
        if (before.Files.ContainsKey(now))
            return main;
        _shop.Tree = before.Moved(old, now);
        _paths[at] = now;
        if (_shop.Random.Next(2) == 0)
            _shop.Apply(_shop.Planner.Plan(_shop.Tree, [now]), null);
        return Commit(main, 0, [now], [old], "Move a file");
    }

    private string Create()
    {
        var language = Language.All[_shop.Random.Next(Language.All.Count)];
        var path = string.Create(CultureInfo.InvariantCulture, $"{Folder()}{_shop.Planner.Words.Noun()}{_paths.Count}{language.Extension}");
        _shop.Create(path);
        for (var i = _shop.Random.Next(15); i > 0; i--)
            _shop.Apply(_shop.Planner.AddFunction(path, _shop.Tree[path], language), null);
        _paths.Add(path);
        return path;
    }

    private string Folder() => $"src/{(char)('a' + _shop.Random.Next(12))}/{(char)('a' + _shop.Random.Next(10))}/";

    private string[] Changed(TrueTree before) =>
        [.. _shop.Tree.Files.Where(f => !before.Files.TryGetValue(f.Key, out var old) || !ReferenceEquals(old, f.Value)).Select(f => f.Key)];

    private int Commit(int parent, int other, string[] changed, string[] gone, string message)
    {
        _shop.Pass(_shop.Random.Next(300, 20_000));
        var time = _shop.Now.ToUnixTimeSeconds();
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"commit refs/heads/tmp\nmark :{++_made}\n")
            .Append(CultureInfo.InvariantCulture, $"author Ada <ada@shop.example> {time} +0000\ncommitter Ada <ada@shop.example> {time} +0000\n");
        Data(text, message + "\n");
        if (parent > 0)
            text.Append(CultureInfo.InvariantCulture, $"from :{parent}\n");
        if (other > 0)
            text.Append(CultureInfo.InvariantCulture, $"merge :{other}\n");
        foreach (var path in gone)
            text.Append(CultureInfo.InvariantCulture, $"D {path}\n");
        foreach (var path in changed)
        {
            text.Append(CultureInfo.InvariantCulture, $"M 100644 inline {path}\n");
            Data(text, _shop.Tree[path].Text);
        }

        _stream.Write(text.Append('\n'));
        return _made;
    }

    private static void Data(StringBuilder stream, string text) =>
        stream.Append(CultureInfo.InvariantCulture, $"data {Encoding.UTF8.GetByteCount(text)}\n{text}\n");
}
