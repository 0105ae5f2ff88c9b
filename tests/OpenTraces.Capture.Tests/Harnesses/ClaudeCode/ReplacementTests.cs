using FsCheck;
using FsCheck.Fluent;
using OpenTraces.Capture.Harnesses.ClaudeCode.Edits;
using OpenTraces.Capture.Harnesses.Edits;
using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.ClaudeCode;

public class ReplacementTests
{
    [Fact]
    public void The_hunks_of_a_replacement_lead_from_the_old_file_to_the_new_one()
    {
        var piece = Gen.Elements("a", "b", "\n", "\r\n", "\t", "  ");
        var text = piece.ArrayOf().Select(string.Concat);
        var cases = Gen.Zip(text, Gen.Zip(text, Gen.Zip(text, text)));
        Check.QuickThrowOnFailure(Prop.ForAll(Arb.From(cases), c =>
        {
            var (before, (old, (after, @new))) = c;
            if (old.Length == 0)
                return;
            var file = before + old + after;
            var hunks = new Replacement(old, @new, false).Place(file);
            Assert.NotNull(hunks);
            var changed = Replacement.Apply(file, [new Replacement(old, @new, false)]);
            Assert.Equal(TextLines.Split(changed!), Patched(TextLines.Split(file), hunks));
        }));
    }

    [Fact]
    public void A_text_that_is_not_there_has_no_place() => Assert.Null(new Replacement("x", "y", false).Place("abc"));

    private static List<string> Patched(List<string> lines, IReadOnlyList<LineHunk> hunks)
    {
        var result = new List<string>();
        var at = 0;
        foreach (var hunk in hunks)
        {
            while (at < hunk.OldStart!.Value - 1)
                result.Add(lines[at++]);
            Assert.Equal(hunk.Removed, lines.Skip(at).Take(hunk.Removed.Count));
            Assert.Equal(hunk.NewStart!.Value - 1, result.Count);
            at += hunk.Removed.Count;
            result.AddRange(hunk.Added);
        }

        result.AddRange(lines.Skip(at));
        return result;
    }
}
