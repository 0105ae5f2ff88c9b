using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Datasets.Tests.Runs;

/// <summary>A run that was killed: its files as the kill left them, then the next run.</summary>
public sealed class CrashTests
{
    private static readonly string[] Files = ["data/train.jsonl", ".opentraces/row_provenance.jsonl", ".opentraces/row_index.jsonl"];

    [Fact]
    public async Task Wherever_a_run_is_killed_the_next_one_gives_what_an_unharmed_one_gives()
    {
        using var lab = new DatasetLab();
        lab.Rows.Add("""{"n":1}""");
        var datasets = await lab.CreateAsync();
        await datasets.RunAsync(DatasetLab.Name);
        var before = Read(lab);
        lab.Rows.AddRange(["""{"n":2}""", """{"n":3}"""]);
        await datasets.RunAsync(DatasetLab.Name);
        var after = Read(lab);

        foreach (var state in KilledStates(before, after))
        {
            Write(lab, state);
            Assert.Equal(1, await datasets.ListRowsAsync(DatasetLab.Name).CountAsync());

            var report = await datasets.RunAsync(DatasetLab.Name);

            Assert.Equal((2, 1), (report.Appended, report.Duplicates));
            Assert.Equal(after[0], Read(lab)[0]);
            Assert.Equal([1, 2, 3], await datasets.ListRowsAsync(DatasetLab.Name).Select(r => r.Line).ToListAsync());
        }
    }

    [Fact]
    public async Task What_was_cut_off_is_kept_aside()
    {
        using var lab = new DatasetLab();
        var datasets = await lab.CreateAsync();
        await File.AppendAllTextAsync(lab.Data, "{\"n\":9}\n");

        await datasets.RunAsync(DatasetLab.Name);

        Assert.Empty(await lab.LinesAsync());
        Assert.Equal("{\"n\":9}\n", await File.ReadAllTextAsync(Assert.Single(Directory.EnumerateFiles(lab.In(".opentraces/torn")))));
    }

    [Fact]
    public async Task Rows_staged_by_a_run_that_was_killed_are_removed()
    {
        using var lab = new DatasetLab();
        var datasets = await lab.CreateAsync();
        Directory.CreateDirectory(lab.In(".opentraces/runs/run_dead"));
        await File.WriteAllTextAsync(lab.In(".opentraces/runs/run_dead/staged.jsonl"), "{}");

        await datasets.RunAsync(DatasetLab.Name);

        Assert.Empty(Directory.EnumerateFiles(lab.Path, "staged.jsonl", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Acknowledged_rows_that_are_missing_are_an_error_and_nothing_is_changed()
    {
        using var lab = new DatasetLab();
        lab.Rows.AddRange(["""{"n":1}""", """{"n":2}"""]);
        var datasets = await lab.CreateAsync();
        await datasets.RunAsync(DatasetLab.Name);
        await File.WriteAllTextAsync(lab.Data, "{\"n\":1}\n");
        var before = lab.Snapshot();

        var error = await Assert.ThrowsAsync<OpenTracesException>(() => datasets.RunAsync(DatasetLab.Name));

        Assert.Equal(OpenTracesErrorCode.StoreCorrupt, error.Code);
        Assert.Equal(before, lab.Snapshot());
    }

    [Fact]
    public async Task An_index_that_is_damaged_before_its_end_is_an_error()
    {
        using var lab = new DatasetLab();
        lab.Rows.Add("""{"n":1}""");
        var datasets = await lab.CreateAsync();
        await datasets.RunAsync(DatasetLab.Name);
        lab.Rows.Add("""{"n":2}""");
        await datasets.RunAsync(DatasetLab.Name);
        var lines = await File.ReadAllLinesAsync(lab.In(Files[2]));
        await File.WriteAllTextAsync(lab.In(Files[2]), $"\0\0\0\n{lines[0]}\n{lines[1]}\n");

        var error = await Assert.ThrowsAsync<OpenTracesException>(() => datasets.RunAsync(DatasetLab.Name));

        Assert.Equal(OpenTracesErrorCode.StoreCorrupt, error.Code);
    }

    // The three files are written in this order, each from its old end to its new one.
    private static IEnumerable<byte[][]> KilledStates(byte[][] before, byte[][] after)
    {
        for (var file = 0; file < Files.Length; file++)
        {
            foreach (var length in TornLengths(after[file], before[file].Length))
            {
                var state = new byte[Files.Length][];
                for (var i = 0; i < Files.Length; i++)
                    state[i] = i < file ? after[i] : i > file ? before[i] : after[i][..length];
                yield return state;
            }
        }
    }

    // Inside every line, and right before and behind each line feed; the whole file would be no kill.
    private static IEnumerable<int> TornLengths(byte[] bytes, int from) => Enumerable.Range(from, bytes.Length - from)
        .Where(i => (i - from) % 61 == 0 || bytes[i] == '\n' || (i > 0 && bytes[i - 1] == '\n'));

    private static byte[][] Read(DatasetLab lab) => [.. Files.Select(f => File.ReadAllBytes(lab.In(f)))];

    private static void Write(DatasetLab lab, byte[][] state)
    {
        for (var i = 0; i < Files.Length; i++)
            File.WriteAllBytes(lab.In(Files[i]), state[i]);
    }
}
