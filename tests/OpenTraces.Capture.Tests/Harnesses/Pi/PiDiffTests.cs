using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using OpenTraces.Capture.Harnesses.Edits;
using OpenTraces.Capture.Harnesses.Pi;
using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.Pi;

public class PiDiffTests
{
    [Fact]
    public void Any_change_written_in_the_notation_is_read_back() => Check.QuickThrowOnFailure(
        Prop.ForAll(ArbMap.Default.ArbFor<(byte[] Old, byte[] New, byte Context)>(), input =>
        {
            var (old, @new) = (Lines(input.Old), Lines(input.New));
            var hunks = HunkSplitter.Split(old, @new);
            var read = hunks.Count == 0 ? [] : PiDiff.Read(Write(old, @new, hunks, input.Context % 5))!;

            Assert.Equal(hunks.Select(Print), read.Select(Print));
        }));

    [Theory]
    [InlineData("")]
    [InlineData("@@ -1 +1 @@")]
    [InlineData("+x one")]
    [InlineData("+99999999999 one")]
    [InlineData("+1 one\n\n")]
    [InlineData("*1 one")]
    public void What_is_not_of_the_notation_is_not_guessed_at(string diff) => Assert.Null(PiDiff.Read(diff));

    /// <summary>Few different lines, among them ones that look like the notation itself.</summary>
    private static List<string> Lines(byte[] bytes) =>
        [.. bytes.Select(b => (b % 7) switch { 0 => "", 1 => "...", 2 => "+1 x", 3 => " 7 ", var n => new string('\t', n) + "line" })];

    private static string Print(LineHunk hunk) => $"{hunk.OldStart}|{hunk.NewStart}|{string.Join('\n', hunk.Removed)}|{string.Join('\n', hunk.Added)}";

    private static string Write(List<string> old, List<string> @new, IReadOnlyList<LineHunk> hunks, int context)
    {
        var width = Math.Max(old.Count, @new.Count).ToString(CultureInfo.InvariantCulture).Length;
        var text = new StringBuilder();
        var done = 0;
        foreach (var hunk in hunks)
        {
            var start = hunk.OldStart!.Value - 1;
            var from = Math.Max(done, start - context);
            if (from > done)
                text.Append(' ').Append(' ', width).Append(" ...\n");
            for (var i = from; i < start; i++)
                Line(' ', i + 1, old[i]);
            for (var i = 0; i < hunk.Removed.Count; i++)
                Line('-', start + i + 1, hunk.Removed[i]);
            for (var i = 0; i < hunk.Added.Count; i++)
                Line('+', hunk.NewStart!.Value + i, hunk.Added[i]);
            done = start + hunk.Removed.Count;
        }

        if (done < old.Count)
            text.Append(' ').Append(' ', width).Append(" ...\n");
        return text.ToString(0, text.Length - 1);

        void Line(char sign, int number, string line) => text.Append(sign)
            .Append(number.ToString(CultureInfo.InvariantCulture).PadLeft(width)).Append(' ').Append(line).Append('\n');
    }
}
