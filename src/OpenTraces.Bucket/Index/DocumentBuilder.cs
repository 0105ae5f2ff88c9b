using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using OpenTraces.Bucket.Records;
using OpenTraces.Bucket.Words;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Index;

/// <summary>
/// Gathers a <see cref="TraceDocument"/> from a record's parts while they go by. The same record gives the same document.
/// </summary>
internal sealed class DocumentBuilder : IDisposable
{
    /// <summary>
    /// So many distinct words of a trace are searched: what the agent and its tools wrote beyond, in the order in which words
    /// first appear, is not found. Prompts have as much room again.
    /// </summary>
    public const int MaxWords = 1 << 20;

    private readonly WordTable _words = new();
    private readonly TouchedFiles _files = new();
    private readonly Dictionary<string, int> _tools = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _skills = new(StringComparer.Ordinal);
    private readonly PagePartSpool? _spool;
    private readonly PagePartBuilder? _pages;
    private readonly TextVisitor _addText;
    private readonly int _maxWords;
    private readonly WordBuffer _buffer = new();
    private WordUses _use;
    private bool _isHead;

    /// <param name="spool">Takes the words of the pages, and goes with the document; null makes a document without words.</param>
    /// <param name="maxWords">In place of <see cref="MaxWords"/>.</param>
    public DocumentBuilder(PagePartSpool? spool, int maxWords = MaxWords)
    {
        (_spool, _maxWords, _addText) = (spool, maxWords, AddText);
        if (spool is not null)
            _pages = new PagePartBuilder(_words, spool.Add);
    }

    /// <summary>False when some of the words could not be kept; the document is of no use then.</summary>
    public bool IsComplete => _spool?.IsComplete ?? true;

    /// <summary>Adds a step, its long texts whole, to the open page.</summary>
    public void Add(Step step)
    {
        _use = step.Role == StepRole.User ? WordUses.Prompt : WordUses.Text;
        if (_pages is not null)
            StepTexts.Visit(step, _addText);
        foreach (var call in step.ToolCalls)
            Add(call);
    }

    /// <summary>The open page ends, and is this one.</summary>
    public void Close(Page page) => _pages?.Close(page);

    public void Add(TracePatch patch) => _files.Add(patch.Content.FilePath);

    /// <summary>The document, which the caller owns; of the record only the head counts.</summary>
    public TraceDocument Build(TraceRecord head)
    {
        _pages?.Finish();
        AddSkills(head.Metadata);
        (_use, _isHead) = (WordUses.Prompt, true);
        if (_pages is not null)
            AddText(head.Task.Description);
        var files = new WordSet();
        foreach (var path in _files.Paths)
            files.Add(path);
        return new TraceDocument
        {
            TitleWords = Encoding.UTF8.GetBytes(string.Join(' ', WordSet.Of(Envelopes.TraceFacts.Of(head).Title))),
            PromptWords = _words.Join(WordUses.Prompt),
            TextWords = _words.Join(WordUses.Text),
            FileWords = Encoding.UTF8.GetBytes(files.ToString()),
            Files = _files.Paths,
            Tools = [.. _tools.OrderByDescending(t => t.Value).ThenBy(t => t.Key, StringComparer.Ordinal)],
            Skills = [.. _skills],
            Pages = _spool,
        };
    }

    /// <summary>Gives up a document that is not built.</summary>
    public void Dispose() => _spool?.Dispose();

    private void AddText(ReadOnlySpan<char> text)
    {
        var most = _use == WordUses.Prompt ? 2 * _maxWords : _maxWords;
        var reader = new FoldedReader(text, _buffer);
        while (reader.TryRead(out var start, out var length))
        {
            ref var word = ref _words.FindOrAdd(_buffer.Bytes, start, length, most);
            if (Unsafe.IsNullRef(ref word))
                continue;
            word.Uses |= _use;
            if (!_isHead)
                _pages!.Add(ref word);
        }
    }

    private void Add(ToolCall call)
    {
        _tools[call.ToolName] = _tools.GetValueOrDefault(call.ToolName) + 1;
        _files.Add(call);
        if (call.ToolName is "Skill" or "skill"
            && (call.Input.GetString("skill"u8) ?? call.Input.GetString("name"u8) ?? call.Input.GetString("command"u8)) is { Length: > 0 } skill)
            _skills.Add(skill);
    }

    private void AddSkills(RawJson metadata)
    {
        if (!metadata.TryGetMember("skills"u8, out var skills) || skills.Kind != JsonValueKind.Array)
            return;
        foreach (var skill in skills.ToElement().EnumerateArray())
        {
            if (skill.ValueKind == JsonValueKind.String && skill.GetString() is { Length: > 0 } name)
                _skills.Add(name);
        }
    }
}
