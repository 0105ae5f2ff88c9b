namespace OpenTraces.Trail.Text;

/// <summary>The forms in which a line is compared.</summary>
internal static class LineText
{
    /// <summary>A carriage return at the end belongs to the line end.</summary>
    public static ReadOnlySpan<char> WithoutReturn(ReadOnlySpan<char> line) => line is [.., '\r'] ? line[..^1] : line;

    public static bool IsBlank(ReadOnlySpan<char> line) => line.IsWhiteSpace();

    /// <summary>Without white space at the ends, every other run of it one space. The result lies in the buffer.</summary>
    public static ReadOnlySpan<char> CollapseSpace(ReadOnlySpan<char> line, ref char[] buffer)
    {
        line = line.Trim();
        if (buffer.Length < line.Length)
            buffer = new char[Math.Max(line.Length, buffer.Length * 2)];
        var length = 0;
        var space = false;
        foreach (var c in line)
        {
            if (char.IsWhiteSpace(c))
            {
                space = true;
                continue;
            }

            if (space)
                buffer[length++] = ' ';
            space = false;
            buffer[length++] = c;
        }

        return buffer.AsSpan(0, length);
    }
}
