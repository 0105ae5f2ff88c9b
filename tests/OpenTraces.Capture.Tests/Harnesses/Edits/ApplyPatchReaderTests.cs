using OpenTraces.Capture.Harnesses.Edits;
using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.Edits;

public class ApplyPatchReaderTests
{
    private const string Everything = """
        *** Begin Patch
        *** Add File: docs/new.md
        +# Title
        +
        +text
        *** Update File: src/a.cs
        @@ class A
         keep
        -old one
        +new one
         keep

        -old two
        @@
        +appended
        *** End of File
        *** Update File: src/b.cs
        *** Move to: src/c.cs
        @@
        -x
        +y
        *** Delete File: gone.txt
        *** End Patch
        """;

    [Fact]
    public void Every_kind_of_section_is_read()
    {
        var edits = ApplyPatchReader.Read(Everything);
        Assert.Equal(
            [("docs/new.md", null, PatchKind.Add), ("src/a.cs", null, PatchKind.Modify),
             ("src/c.cs", "src/b.cs", PatchKind.Move), ("gone.txt", null, PatchKind.Delete)],
            edits.Select(e => (e.Path, e.OldPath, e.Kind)));
        Assert.Equal(["# Title", "", "text"], Assert.Single(edits[0].Hunks).Added);
        Assert.Equal(["old one -> new one", "old two -> ", " -> appended"],
            edits[1].Hunks.Select(h => $"{string.Join('|', h.Removed)} -> {string.Join('|', h.Added)}"));
        Assert.All(edits[1].Hunks, h => Assert.Null(h.OldStart));
        Assert.Equal(1, edits[0].Hunks[0].NewStart);
        Assert.Equal(["content_unknown"], edits[3].Limitations);
        Assert.Equal(6, edits.SelectMany(e => e.ToDrafts("call", 1, null, null)).Count());
    }

    [Theory]
    [InlineData("apply_patch <<'EOF'\n*** Begin Patch\n*** Add File: a\n+b\n*** End Patch\nEOF\n")]
    [InlineData("cd x && apply_patch \"*** Begin Patch\n*** Add File: a\n+b\n*** End Patch\"")]
    [InlineData("*** Begin Patch\r\n*** Add File: a\r\n+b\r\n*** End Patch\r\n")]
    [InlineData("*** Begin Patch\n*** Add File: a\n+b")]
    public void A_patch_is_found_wherever_it_stands(string text)
    {
        var edit = Assert.Single(ApplyPatchReader.Read(text));
        Assert.Equal("a", edit.Path);
        Assert.Equal(["b"], Assert.Single(edit.Hunks).Added);
    }

    [Fact]
    public void Two_patches_in_one_text_are_both_read() => Assert.Equal(8,
        ApplyPatchReader.Read(Everything + "\nand\n" + Everything).Count);

    [Theory]
    [InlineData("")]
    [InlineData("*** Add File: a\n+b\n")]
    [InlineData("*** Begin Patch\n*** End Patch")]
    public void Text_without_a_file_has_no_edits(string text) => Assert.Empty(ApplyPatchReader.Read(text));
}
