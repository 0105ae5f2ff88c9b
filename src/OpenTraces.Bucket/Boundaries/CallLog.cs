using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.Win32.SafeHandles;
using OpenTraces.Schema;

namespace OpenTraces.Bucket;

/// <summary>
/// Where what tool calls did waits for the transcript of their session: a file a session, a line a call. An import takes it into the
/// bucket with the session, as the source <see cref="SourceName"/>.
/// </summary>
/// <remarks>
/// Several processes may append at the same time. A line that was torn by a crash is passed over, and the next begins a line of its
/// own. The file is the host's: it is read anew by every import, and only <see cref="DeleteAsync"/> takes something out.
/// </remarks>
[Experimental("OT0001")]
public sealed class CallLog
{
    /// <summary>The name of the source that holds a session's lines in a bucket.</summary>
    public const string SourceName = "calls.jsonl";

    /// <summary>A session whose file has grown beyond this takes no more: 64 MiB.</summary>
    public const long MaxSessionBytes = 64L << 20;

    /// <summary>The patches of a call that is longer as a line are left out: 8 MiB.</summary>
    public const int MaxCallBytes = 8 << 20;

    /// <summary>The limitation of a call whose patches were left out.</summary>
    public const string TooLarge = "patches_too_large";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(3);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly string _folder;
    private readonly TimeProvider _clock;

    /// <summary>A log in a folder, which is made with the first line.</summary>
    public CallLog(string folder, TimeProvider? clock = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _folder = Path.GetFullPath(folder);
        _clock = clock ?? TimeProvider.System;
    }

    /// <summary>Appends a call; false when the session's file is full. Waits while another process writes there.</summary>
    /// <exception cref="OpenTracesException">
    /// <see cref="OpenTracesErrorCode.Precondition"/>: the folder or the disk takes nothing, or another process has held the file for 5 seconds.
    /// </exception>
    public async ValueTask<bool> AppendAsync(CallChanges changes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var line = Line(changes);
        if (line.WrittenCount > MaxCallBytes)
            line = Line(changes with { Patches = [], Limitations = [.. changes.Limitations, TooLarge] });
        try
        {
            Directory.CreateDirectory(_folder);
            using var file = await OpenAsync(PathOf(changes.Agent, changes.SessionId), FileAccess.ReadWrite, cancellationToken).ConfigureAwait(false);
            if (file.Length + line.WrittenCount > MaxSessionBytes)
                return false;
            Append(file, line.WrittenSpan);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OpenTracesException(OpenTracesErrorCode.Precondition,
                $"What a call did cannot be written to '{_folder}'. Check the permissions of the folder and the space on the disk.", e);
        }
    }

    /// <summary>What is known of a session, in the order it was written; nothing when nothing is.</summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.Precondition"/>: the file may not be read.</exception>
    public async ValueTask<IReadOnlyList<CallChanges>> ReadAsync(string agent, string sessionId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(agent);
        ArgumentNullException.ThrowIfNull(sessionId);
        var path = PathOf(agent, sessionId);
        if (!File.Exists(path))
            return [];
        try
        {
            byte[] bytes;
            using (var file = await OpenAsync(path, FileAccess.Read, cancellationToken).ConfigureAwait(false))
            {
                bytes = new byte[file.Length];
                await file.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
            }

            return Parse(bytes);
        }
        catch (FileNotFoundException)
        {
            // It was deleted meanwhile.
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OpenTracesException(OpenTracesErrorCode.Precondition,
                $"What the calls of session {sessionId} did cannot be read from '{path}'. Check the permissions of the file.", e);
        }
    }

    /// <summary>Reads the lines of a source that a bucket holds; what is no line of this log is passed over.</summary>
    public static IReadOnlyList<CallChanges> Parse(ReadOnlySpan<byte> source)
    {
        var found = new List<CallChanges>();
        foreach (var range in source.Split((byte)'\n'))
        {
            if (TryParse(source[range]) is { } changes)
                found.Add(changes);
        }

        return found;
    }

    /// <summary>The lines of some calls, as a source holds them.</summary>
    public static byte[] Format(IEnumerable<CallChanges> calls)
    {
        ArgumentNullException.ThrowIfNull(calls);
        var buffer = new ArrayBufferWriter<byte>(4096);
        foreach (var changes in calls)
        {
            TraceJson.WriteChanges(buffer, changes);
            buffer.Write("\n"u8);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>
    /// Removes what is known of a session, or of some of its calls; false when nothing was. It is gone from the disk when this returns. An
    /// empty file may stay.
    /// </summary>
    /// <param name="agent">The harness.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="calls">The calls; null for all of them. What is no line of a call, the rest of a crash, goes in any case.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.Precondition"/>: the file may not be changed.</exception>
    public async ValueTask<bool> DeleteAsync(
        string agent, string sessionId, IReadOnlySet<string>? calls = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(agent);
        ArgumentNullException.ThrowIfNull(sessionId);
        var path = PathOf(agent, sessionId);
        if (!File.Exists(path))
            return false;
        try
        {
            // The file itself stays: whoever waits to append to it would write to one that is not there any more.
            using var file = await OpenAsync(path, FileAccess.ReadWrite, cancellationToken).ConfigureAwait(false);
            var bytes = new byte[file.Length];
            await file.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
            return Remove(file.SafeFileHandle, bytes, calls);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OpenTracesException(OpenTracesErrorCode.Precondition,
                $"What the calls of session {sessionId} did cannot be removed from '{path}'. Close what has the file open, or delete it yourself.", e);
        }
    }

    /// <summary>
    /// Writes line ends over what goes, and cuts them off at the end. What stays is never written, so no crash can cost any of it; one
    /// in between leaves lines that go, or the rest of one, for the next time, since whoever asked was not told that they are gone.
    /// </summary>
    private static bool Remove(SafeFileHandle file, byte[] bytes, IReadOnlySet<string>? calls)
    {
        var (end, isChanged) = (0, false);
        foreach (var range in bytes.AsSpan().Split((byte)'\n'))
        {
            var line = bytes.AsSpan(range);
            if (line.IsEmpty)
                continue;
            if (calls is not null && TryParse(line) is { } changes && !calls.Contains(changes.ToolCallId))
            {
                end = Math.Min(range.End.GetOffset(bytes.Length) + 1, bytes.Length);
                continue;
            }

            line.Fill((byte)'\n');
            RandomAccess.Write(file, line, range.Start.GetOffset(bytes.Length));
            isChanged = true;
        }

        if (isChanged)
        {
            RandomAccess.SetLength(file, end);
            RandomAccess.FlushToDisk(file);
        }

        return isChanged;
    }

    private static ArrayBufferWriter<byte> Line(CallChanges changes)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        TraceJson.WriteChanges(buffer, changes);
        buffer.Write("\n"u8);
        return buffer;
    }

    private static CallChanges? TryParse(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
            return null;
        try
        {
            return TraceJson.ParseChanges(line);
        }
        catch (OpenTracesException)
        {
            return null;
        }
    }

    /// <summary>In one write, on a line of its own whatever a crash has left before.</summary>
    private static void Append(FileStream file, ReadOnlySpan<byte> line)
    {
        var end = file.Length;
        Span<byte> last = stackalloc byte[1];
        if (end > 0 && RandomAccess.Read(file.SafeFileHandle, last, end - 1) == 1 && last[0] != (byte)'\n')
            RandomAccess.Write(file.SafeFileHandle, "\n"u8, end++);
        RandomAccess.Write(file.SafeFileHandle, line, end);
    }

    /// <summary>Opened for one writer, or for readers: an advisory lock on Unix, so every process that opens it asks for the same.</summary>
    private async ValueTask<FileStream> OpenAsync(string path, FileAccess access, CancellationToken cancellationToken)
    {
        var (mode, share) = access == FileAccess.Read ? (FileMode.Open, FileShare.Read) : (FileMode.OpenOrCreate, FileShare.None);
        var start = _clock.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, mode, access, share, bufferSize: 0);
            }
            catch (IOException) when (File.Exists(path) && _clock.GetElapsedTime(start) < Patience)
            {
                await Task.Delay(Pause, _clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private string PathOf(string agent, string sessionId) =>
        Path.Combine(_folder, ContentHash.Of(Encoding.UTF8.GetBytes($"{agent}\0{sessionId}")).ToString()[..32] + ".jsonl");
}
