namespace OpenTraces.Capture.Harnesses.Pi;

internal enum PiBlockKind
{
    Unknown,
    Text,
    Thinking,
    ToolCall,
    Image,
}
