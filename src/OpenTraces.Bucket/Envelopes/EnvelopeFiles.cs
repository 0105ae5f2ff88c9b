using System.Text;
using System.Text.Json;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Bucket.Upkeep;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Envelopes;

/// <summary>
/// <c>traces/hh/id.json</c>: one projection file per trace. Its checksum covers the sequence, the facts and the envelope;
/// a file that does not fit it counts as missing, because the log can make it again. For the same reason it is not
/// flushed when it is written, only before somebody says that everything up to its event is projected.
/// </summary>
internal sealed class EnvelopeFiles(StoreFiles files, string folder, LockWaiter locks)
{
    private const int MostUnflushed = 256;

    private readonly HashSet<TraceId> _unflushed = [];

    /// <summary>Null when there is no such file or it is damaged.</summary>
    public HeldTrace? Read(TraceId id)
    {
        byte[] bytes;
        try
        {
            bytes = files.ReadAll(PathOf(id));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        return TryParse(bytes, out var held) && held.Id == id ? held : null;
    }

    public bool Exists(TraceId id) => files.Exists(PathOf(id));

    /// <summary>Writes a file unless there is one of the same or a later event.</summary>
    public async ValueTask WriteAsync(HeldTrace held, CancellationToken cancellationToken)
    {
        var path = PathOf(held.Id);
        var home = Path.GetDirectoryName(path)!;
        files.CreateFolder(home);

        // Two writers of one trace: without the lock the earlier event could overwrite the later one.
        using (await locks.AcquireAsync(files, Path.Combine(home, ".lock"), cancellationToken).ConfigureAwait(false))
        {
            if (Read(held.Id) is not { } present || present.Sequence < held.Sequence)
                files.WriteUnflushed(path, Serialize(held), $".{held.Id}.tmp");
        }

        lock (_unflushed)
        {
            _unflushed.Add(held.Id);
            if (_unflushed.Count >= MostUnflushed)
                FlushAll();
        }
    }

    /// <summary>A file is as it should be, but whoever wrote it may not have flushed it.</summary>
    public void RelyOn(TraceId id)
    {
        lock (_unflushed)
            _unflushed.Add(id);
    }

    /// <summary>Makes every file written or relied on survive a power loss.</summary>
    public void Flush()
    {
        lock (_unflushed)
            FlushAll();
    }

    /// <summary>Removes a file that is wrong, so that <see cref="WriteAsync"/> writes it anew.</summary>
    public void Delete(TraceId id)
    {
        if (Exists(id))
            files.Delete(PathOf(id));
    }

    /// <summary>Moves a file to quarantine.</summary>
    public void PutAside(TraceId id)
    {
        var home = Path.Combine(folder, Quarantine.FolderName);
        files.CreateFolder(home);
        files.Rename(PathOf(id), Path.Combine(home, id + ".json"));
        files.FlushFolder(home);
        files.FlushFolder(Path.GetDirectoryName(PathOf(id))!);
    }

    /// <summary>The ids of all files, in ordinal order.</summary>
    public IEnumerable<TraceId> List()
    {
        for (var i = 0; i < 256; i++)
        {
            var home = Path.Combine(folder, i.ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
            foreach (var name in files.List(home, ".json"))
            {
                if (TraceId.TryParse(name.AsSpan(0, name.Length - ".json".Length), out var id))
                    yield return id;
            }
        }
    }

    private void FlushAll()
    {
        if (_unflushed.Count == 0)
            return;
        foreach (var home in _unflushed.GroupBy(static id => id.ToString()[..2], StringComparer.Ordinal))
        {
            foreach (var id in home)
                Flush(PathOf(id));
            files.FlushFolder(Path.Combine(folder, home.Key));
        }

        files.FlushFolder(folder);
        _unflushed.Clear();
    }

    private void Flush(string path)
    {
        try
        {
            using var file = files.OpenWrite(path);
            file.Flush();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // Gone: it counts as missing.
        }
        catch (IOException)
        {
            // Its bytes may never reach the disk, and the next flush would not say so: better none.
            files.Delete(path);
            throw;
        }
    }

    private string PathOf(TraceId id)
    {
        var name = id.ToString();
        return Path.Combine(folder, name[..2], name + ".json");
    }

    private static byte[] Serialize(HeldTrace held)
    {
        var facts = RawJson.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("title"u8, held.Facts.Title);
            writer.WriteString("project"u8, held.Facts.Project);
            writer.WriteString("model"u8, held.Facts.Model);
            writer.WriteEndObject();
        });
        var envelope = EnvelopeJson.Write(held.Envelope);
        var json = RawJson.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("format"u8, 1);
            writer.WriteNumber("sequence"u8, held.Sequence);
            writer.WriteString("checksum"u8, Checksum(held.Sequence, facts, envelope).ToString());
            writer.WritePropertyName("facts"u8);
            facts.WriteTo(writer);
            writer.WritePropertyName("envelope"u8);
            envelope.WriteTo(writer);
            writer.WriteEndObject();
        });
        return [.. json.Utf8.Span, (byte)'\n'];
    }

    private static bool TryParse(byte[] bytes, out HeldTrace held)
    {
        held = null!;
        try
        {
            var json = RawJson.Parse(bytes);
            if (!json.TryGetMember("sequence"u8, out var sequence) || !json.TryGetMember("facts"u8, out var facts)
                || !json.TryGetMember("envelope"u8, out var envelope) || json.GetString("checksum"u8) is not { } checksum)
                return false;
            var number = sequence.ToElement().GetInt64();
            if (Checksum(number, facts, envelope).ToString() != checksum)
                return false;
            held = new HeldTrace(number, EnvelopeJson.Read(envelope), new TraceFacts(
                facts.GetString("title"u8) ?? "", facts.GetString("project"u8), facts.GetString("model"u8)));

            // The checksum covers what is read; this, the few bytes around it.
            return Serialize(held).AsSpan().SequenceEqual(bytes);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            return false;
        }
    }

    private static ContentHash Checksum(long sequence, RawJson facts, RawJson envelope) => ContentHash.Of(
        [.. Encoding.UTF8.GetBytes(sequence.ToString(System.Globalization.CultureInfo.InvariantCulture)), (byte)'\n',
            .. facts.Utf8.Span, (byte)'\n', .. envelope.Utf8.Span]);
}
