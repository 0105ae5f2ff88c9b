using System.Text.Json;
using OpenTraces.Bucket.Records;
using OpenTraces.Bucket.Words;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Index;

/// <summary>Gathers a <see cref="TraceDocument"/> from a record's parts. The same record gives the same document.</summary>
internal sealed class DocumentBuilder
{
    private readonly WordSet _prompts = new();
    private readonly WordSet _text = new();
    private readonly TouchedFiles _files = new();
    private readonly Dictionary<string, int> _tools = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _skills = new(StringComparer.Ordinal);
    private readonly List<PageWords> _pages = [];

    /// <summary>The document of a capture whose steps were stored in these pages.</summary>
    public static TraceDocument Of(CapturedTrace trace, IReadOnlyList<Page> pages)
    {
        var builder = new DocumentBuilder();
        var next = 0;
        foreach (var page in pages)
        {
            var words = new WordSet();
            for (; next < trace.Record.Steps.Count && trace.Record.Steps[next].StepIndex <= page.Last; next++)
                builder.Add(trace.Record.Steps[next], words);
            builder.Add(page, words);
        }

        foreach (var patch in trace.Patches)
            builder.Add(patch);
        return builder.Build(trace.Record);
    }

    /// <summary>Adds a step, its long texts whole, to the words of its page.</summary>
    public void Add(Step step, WordSet page)
    {
        var own = new WordSet();
        foreach (var text in StepTexts.Of(step))
            own.Add(text);
        page.AddAll(own.Words);
        if (step.Role == StepRole.User)
            _prompts.AddAll(own.Words);
        else
            _text.AddAll(own.Words);
        foreach (var call in step.ToolCalls)
            Add(call);
    }

    public void Add(Page page, WordSet words) => _pages.Add(new PageWords(page, words.ToString()));

    public void Add(TracePatch patch) => _files.Add(patch.Content.FilePath);

    /// <summary>The document; of the record only the head counts.</summary>
    /// <param name="head">The record; its steps play no part.</param>
    /// <param name="pages">The pages where they were not added one by one.</param>
    public TraceDocument Build(TraceRecord head, IAsyncEnumerable<PageWords>? pages = null)
    {
        AddSkills(head.Metadata);
        var title = new WordSet();
        title.Add(Envelopes.TraceFacts.Of(head).Title);
        var prompts = new WordSet();
        prompts.Add(head.Task.Description);
        prompts.AddAll(_prompts.Words);
        var files = new WordSet();
        foreach (var path in _files.Paths)
            files.Add(path);
        return new TraceDocument
        {
            TitleWords = title.ToString(),
            PromptWords = prompts.ToString(),
            TextWords = _text.ToString(),
            FileWords = files.ToString(),
            Files = _files.Paths,
            Tools = [.. _tools.OrderByDescending(t => t.Value).ThenBy(t => t.Key, StringComparer.Ordinal)],
            Skills = [.. _skills],
            Pages = pages ?? _pages.ToAsyncEnumerable(),
        };
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
