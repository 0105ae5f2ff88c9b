using System.Globalization;
using OpenTraces.Attribution.Histories;
using OpenTraces.TestKit;
using OpenTraces.Trail;

namespace OpenTraces.Attribution.Blame;

/// <summary>Compares with <c>git blame</c> which commit owns each line of every file at <c>HEAD</c>.</summary>
internal sealed class BlameRun(string repository, TextWriter to)
{
    private readonly SortedDictionary<string, int> _kinds = new(StringComparer.Ordinal);
    private readonly GitRunner _git = new(repository);
    private int _lines;
    private int _same;
    private int _files;

    public async Task RunAsync()
    {
        var trail = await TraceTrail.OpenAsync(repository, new InMemoryTraceStore());
        var parents = _git.Run("rev-list", "--parents", "HEAD").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => l.Split(' ')).ToDictionary(l => l[0], l => l[1..], StringComparer.Ordinal);
        var text = _git.Run("grep", "-I", "-l", "-z", "-e", "", "HEAD").Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(f => f["HEAD:".Length..]).ToHashSet();
        await Parallel.ForEachAsync(trail.BlameAllAsync(), (blame, _) =>
        {
            if (!text.Contains(blame.Path))
                return default;
            var theirs = Read(blame.Path);
            lock (_kinds)
                Compare(blame.Path, theirs, [.. blame.Lines.Select(l => l.Commit)], parents);
            return default;
        });
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_files} files, {_lines} lines, {_same} of the same commit: {100.0 * _same / _lines:0.000} %"));
        foreach (var (kind, count) in _kinds.OrderByDescending(k => k.Value))
            to.WriteLine($"  {count} {kind}");
    }

    private void Compare(string file, string[] theirs, string[] ours, Dictionary<string, string[]> parents)
    {
        _files++;
        if (theirs.Length != ours.Length)
        {
            Count($"in a file with another number of lines: {file}", theirs.Length);
            _lines += theirs.Length;
            return;
        }

        for (var i = 0; i < theirs.Length; i++)
        {
            _lines++;
            if (theirs[i] == ours[i])
                _same++;
            else
                Count($"{(parents[theirs[i]].Length > 1 ? "a merge" : "a commit")} in git, {(parents[ours[i]].Length > 1 ? "a merge" : "a commit")} here", 1);
        }
    }

    private string[] Read(string file)
    {
        var commits = new SortedDictionary<int, string>();
        foreach (var line in _git.Run("blame", "-p", "HEAD", "--", file).Split('\n'))
        {
            var fields = line.Split(' ');
            if (fields.Length >= 3 && fields[0].Length >= 40 && fields[0].All(char.IsAsciiHexDigit) && int.TryParse(fields[2], CultureInfo.InvariantCulture, out var number))
                commits[number] = fields[0];
        }

        return [.. commits.Values];
    }

    private void Count(string kind, int lines) => _kinds[kind] = _kinds.GetValueOrDefault(kind) + lines;
}
