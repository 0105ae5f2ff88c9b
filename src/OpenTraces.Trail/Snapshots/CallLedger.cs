using System.Globalization;
using OpenTraces.Bucket;

namespace OpenTraces.Trail.Snapshots;

/// <summary>
/// Which boundaries were handled and which calls are open, in small files beside the snapshots, because each hook of a harness
/// is a process of its own.
/// </summary>
internal sealed class CallLedger(WorkTree tree)
{
    private const string OverlapEnd = ".overlap";

    /// <summary>An agent that died leaves its call open.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(6);

    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(7);

    private string Handled => Path.Combine(tree.Shadow, "calls", "handled");

    private string Open => Path.Combine(tree.Shadow, "calls", "open", SessionName.Hash(Path.GetRelativePath(tree.Shadow, tree.GitDirectory)));

    /// <summary>A name for what makes two boundaries the same.</summary>
    public static string Key(TraceBoundary boundary) => SessionName.Hash(
        boundary.Agent, boundary.SessionId, boundary.Kind,
        boundary.ToolCallId is { } call ? "call " + call : boundary.Time.UtcTicks.ToString(CultureInfo.InvariantCulture));

    /// <summary>Notes a boundary; false when it was noted before, by whatever process.</summary>
    public bool TryBegin(TraceBoundary boundary)
    {
        var folder = Path.Combine(Handled, Session(boundary));
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            Sweep(Directory.GetLastWriteTimeUtc(folder) - Forgotten);
        }

        return TryCreate(Path.Combine(folder, Key(boundary)));
    }

    /// <summary>Notes that a call is about to begin, and marks it and every other open one when there is any.</summary>
    public void Begin(TraceBoundary boundary)
    {
        Directory.CreateDirectory(Open);
        var own = CallFile(boundary);
        Write(own, boundary, null);
        foreach (var file in Directory.EnumerateFiles(Open))
        {
            if (file.EndsWith(OverlapEnd, StringComparison.Ordinal))
            {
                if (!File.Exists(file[..^OverlapEnd.Length]))
                    File.Delete(file);
            }
            else if (file != own && Read(file) is { } other)
                Meet(own, file, boundary.Time.UtcTicks - other.Ticks);
        }
    }

    /// <summary>Notes the tree that a call begins with.</summary>
    public void SetTree(TraceBoundary boundary, string id) => Write(CallFile(boundary), boundary, id);

    /// <summary>Forgets a call that ended; null when its beginning was not seen.</summary>
    public OpenCall? End(TraceBoundary boundary)
    {
        var file = CallFile(boundary);
        if (Read(file) is not { } call)
            return null;
        var overlapped = File.Exists(file + OverlapEnd);
        Remove(file);
        return new OpenCall(new DateTimeOffset(call.Ticks, TimeSpan.Zero), call.Tree, overlapped);
    }

    /// <summary>Forgets the session's open calls: those that a person forbade never end by themselves.</summary>
    public void EndTurn(TraceBoundary boundary)
    {
        if (!Directory.Exists(Open))
            return;
        var session = Session(boundary);
        foreach (var file in Directory.EnumerateFiles(Open))
        {
            if (Read(file) is { } call && call.Session == session)
                Remove(file);
        }
    }

    private static string Session(TraceBoundary boundary) => SessionName.Hash(boundary.Agent, boundary.SessionId);

    private string CallFile(TraceBoundary boundary) =>
        Path.Combine(Open, SessionName.Hash(boundary.Agent, boundary.SessionId, boundary.ToolCallId ?? ""));

    private static void Meet(string own, string other, long age)
    {
        if (age > Abandoned.Ticks)
        {
            Remove(other);
            return;
        }

        TryCreate(own + OverlapEnd);
        TryCreate(other + OverlapEnd);
    }

    private static void Write(string file, TraceBoundary boundary, string? id)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{boundary.Time.UtcTicks}\n{Session(boundary)}\n{id}\n");
        var temporary = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(file))!, Path.GetRandomFileName());
        File.WriteAllText(temporary, text);
        File.Move(temporary, file, overwrite: true);
    }

    private static LedgerEntry? Read(string file)
    {
        try
        {
            return File.ReadAllText(file).Split('\n') is [var time, var session, var id, _]
                && long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
                    ? new LedgerEntry(ticks, session, id.Length > 0 ? id : null)
                    : null;
        }
        catch (IOException)
        {
            // It ended meanwhile, or was never there.
            return null;
        }
    }

    private static void Remove(string file)
    {
        File.Delete(file);
        File.Delete(file + OverlapEnd);
    }

    private static bool TryCreate(string file)
    {
        try
        {
            new FileStream(file, FileMode.CreateNew).Dispose();
            return true;
        }
        catch (IOException) when (File.Exists(file))
        {
            return false;
        }
    }

    private void Sweep(DateTime limit)
    {
        foreach (var folder in Directory.EnumerateDirectories(Handled))
        {
            if (Directory.GetLastWriteTimeUtc(folder) < limit)
                Directory.Delete(folder, recursive: true);
        }
    }
}
