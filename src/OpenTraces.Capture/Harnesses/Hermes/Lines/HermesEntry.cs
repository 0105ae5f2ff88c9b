using System.Text.Json;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Hermes.Lines;

/// <summary>
/// One JSON object of a file: a message of a session log, or a conversation with its messages inside (a row of a data set,
/// a session document, a line of an export).
/// </summary>
internal sealed class HermesEntry : INativeEntry
{
    private readonly NamePool _names = new();
    private readonly List<(string Name, RawJson Value)> _members = [];

    /// <summary>The object itself as a message; its role is null when it is none.</summary>
    public HermesMessage Message { get; private set; } = new();

    /// <summary>The messages inside; null when the object holds none.</summary>
    public List<HermesMessage>? Messages { get; private set; }

    /// <summary>True for a row: its conversation does not grow any more.</summary>
    public bool IsRow { get; private set; }

    /// <summary>The digest of the first message inside, which stays when a document is written anew with more of them.</summary>
    public ContentHash? FirstMessage { get; private set; }

    /// <summary>Every other member, as it is written.</summary>
    public IReadOnlyList<(string Name, RawJson Value)> Members => _members;

    public void Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer)
    {
        (Message, Messages, IsRow, FirstMessage) = (new HermesMessage(), null, false, null);
        _members.Clear();
        while (JsonRead.NextMember(ref reader))
        {
            var name = _names.Get(ref reader);
            reader.Read();
            if (name is "conversations" or "messages" && reader.TokenType == JsonTokenType.StartArray)
                ReadMessages(ref reader, buffer, name == "conversations");
            else if (!HermesMessageReader.TryRead(ref reader, buffer, name, Message, _names))
                _members.Add((name, NativeJson.Copy(JsonRead.Slice(ref reader, buffer))));
        }
    }

    private void ReadMessages(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer, bool isRow)
    {
        IsRow |= isRow;
        Messages ??= [];
        while (JsonRead.NextItem(ref reader))
        {
            var start = (int)reader.TokenStartIndex;
            if (!JsonRead.IsObject(ref reader))
                continue;
            var message = new HermesMessage();
            while (JsonRead.NextMember(ref reader))
            {
                var name = _names.Get(ref reader);
                reader.Read();
                if (!HermesMessageReader.TryRead(ref reader, buffer, name, message, _names))
                    reader.Skip();
            }

            Messages.Add(message);
            FirstMessage ??= ContentHash.Of(buffer[start..(int)reader.BytesConsumed]);
        }
    }
}
