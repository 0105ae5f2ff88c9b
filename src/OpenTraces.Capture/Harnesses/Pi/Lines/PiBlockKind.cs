namespace OpenTraces.Capture.Harnesses.Pi.Lines;

internal enum PiBlockKind
{
    Unknown,
    Text,
    Thinking,
    ToolCall,
    Image,
}
