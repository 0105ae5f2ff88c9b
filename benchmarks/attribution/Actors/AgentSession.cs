using System.Globalization;
using OpenTraces.Attribution.Text;
using OpenTraces.Attribution.Truth;

namespace OpenTraces.Attribution.Actors;

/// <summary>An agent at work in a workshop, whose harness writes down what it does.</summary>
internal sealed class AgentSession
{
    private readonly Workshop _shop;
    private readonly ITranscript _transcript;
    private readonly int _number;
    private int _calls;

    public AgentSession(Workshop shop, int number, string workingDirectory)
    {
        _shop = shop;
        _number = number;
        IsCodex = shop.Random.Next(3) == 0;
        Id = string.Create(CultureInfo.InvariantCulture, $"{shop.Random.Next():x8}-0000-4000-8000-{number:x12}");
        _transcript = IsCodex ? new CodexTranscript(Id, workingDirectory, shop.Now) : new ClaudeTranscript(Id, workingDirectory, shop.Now);
    }

    public bool IsCodex { get; }

    public string Id { get; }

    public IReadOnlyList<string> Transcript => _transcript.Lines;

    /// <summary>One tool call.</summary>
    /// <param name="paths">The files it may touch.</param>
    public void Work(IReadOnlyList<string> paths)
    {
        _shop.Pass(_shop.Random.Next(5, 90));
        switch (_shop.Random.Next(12))
        {
            case 0:
                WriteNew();
                break;
            case 1 when !IsCodex:
                Rewrite(paths[_shop.Random.Next(paths.Count)]);
                break;
            default:
                Edit(_shop.Planner.Plan(_shop.Tree, paths));
                break;
        }
    }

    public void Edit(PlannedEdit edit)
    {
        var before = _shop.Tree[edit.Path];
        var hunks = _shop.Apply(edit, Next(out var call));
        if (hunks.Count > 0)
            _transcript.Edit(call, _shop.Now, edit.Path, before, hunks, [.. before.Texts.Skip(edit.Start).Take(edit.Count)], edit.Texts);
    }

    private void WriteNew()
    {
        var languages = Language.All;
        var language = languages[_shop.Random.Next(languages.Count)];
        var path = string.Create(CultureInfo.InvariantCulture, $"src/{_shop.Planner.Words.Noun()}_{_shop.Random.Next(1000)}{language.Extension}");
        if (_shop.Tree.Files.ContainsKey(path))
            return;
        var texts = language.Header(_shop.Planner.Words, _shop.Random);
        for (var i = _shop.Random.Next(1, 4); i > 0; i--)
            texts.AddRange(language.Function(_shop.Planner.Words, _shop.Random));
        texts.AddRange(language.Footer());
        Create(path, texts);
    }

    public void Create(string path, IReadOnlyList<string> texts)
    {
        _shop.Apply(new PlannedEdit(path, 0, 0, texts), Next(out var call));
        _transcript.Write(call, _shop.Now, path, null, _shop.Tree[path], []);
    }

    /// <summary>Writes a file whole in which little is new.</summary>
    private void Rewrite(string path)
    {
        var before = _shop.Tree[path];
        var texts = before.Texts.ToList();
        for (var i = _shop.Random.Next(1, 4); i > 0; i--)
        {
            var edit = _shop.Planner.Plan(_shop.Tree, [path]);
            var start = Math.Min(edit.Start, texts.Count);
            texts.RemoveRange(start, Math.Min(edit.Count, texts.Count - start));
            texts.InsertRange(start, edit.Texts);
        }

        var hunks = _shop.Apply(new PlannedEdit(path, 0, before.Lines.Count, texts), Next(out var call));
        _transcript.Write(call, _shop.Now, path, before, _shop.Tree[path], hunks);
    }

    private CallName Next(out string call)
    {
        call = string.Create(CultureInfo.InvariantCulture, $"{(IsCodex ? "call_" : "toolu_")}{_number:d2}x{++_calls:d4}{Id[..8]}");
        return new CallName(_number, call);
    }
}
