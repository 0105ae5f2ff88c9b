using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Bucket.Tests.Segments;
using OpenTraces.Bucket.Upkeep;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Upkeep;

public sealed class WriterPresenceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_writer_whose_file_was_removed_just_before_it_was_locked_is_seen_all_the_same()
    {
        var files = new WatchedFiles(StoreFiles.Local);
        var removed = 0;
        files.AfterLock = path =>
        {
            if (removed++ == 0)
                File.Delete(path);
        };
        using var held = new WriterPresence(files, _folder.Root).Enter();
        Assert.Equal(2, removed);
        Assert.Single(new WriterPresence(StoreFiles.Local, _folder.Root).FindAlive());
    }

    [Fact]
    public void Whoever_looks_leaves_no_file_of_one_that_is_gone_and_none_of_its_own()
    {
        File.WriteAllText(Path.Combine(_folder.Root, "0123456789abcdef0123456789abcdef.lock"), "");
        var presence = new WriterPresence(StoreFiles.Local, _folder.Root);
        using (presence.Enter())
            Assert.Single(presence.FindAlive());
        Assert.Empty(presence.FindAlive());
        Assert.Empty(Directory.EnumerateFiles(_folder.Root));
    }

    [Fact]
    public void What_a_writer_has_done_does_not_fail_because_its_file_cannot_be_removed()
    {
        var files = new WatchedFiles(StoreFiles.Local) { BeforeLockIsDeleted = _ => throw new IOException("Input/output error", 5) };
        new WriterPresence(files, _folder.Root).Enter().Dispose();
        Assert.Single(Directory.EnumerateFiles(_folder.Root));
        Assert.Empty(new WriterPresence(StoreFiles.Local, _folder.Root).FindAlive());
    }
}
