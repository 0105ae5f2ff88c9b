namespace OpenTraces.Capture.Reading;

/// <summary>The short names under which entries are ignored or malformed before their harness looks at them.</summary>
internal static class EntryCause
{
    public const string BlankLine = "blank_line";
    public const string CommentLine = "comment_line";
    public const string ArrayFrame = "array_frame";
    public const string InvalidJson = "invalid_json";
    public const string InvalidUtf8 = "invalid_utf8";
    public const string NotAnObject = "not_an_object";
    public const string LineTooLong = "line_too_long";
    public const string UnterminatedLastLine = "unterminated_last_line";
}
