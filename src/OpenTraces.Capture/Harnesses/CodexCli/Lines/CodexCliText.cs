using System.Text.Json;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.CodexCli.Lines;

/// <summary>Reads text in its forms: a string, one block, or an array of blocks and strings.</summary>
internal static class CodexCliText
{
    public static void Read(ref Utf8JsonReader reader, List<string> into, MediaLog media)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                into.Add(JsonText.ReadString(ref reader));
                break;
            case JsonTokenType.StartObject:
                ReadBlock(ref reader, into, media);
                break;
            case JsonTokenType.StartArray:
                while (JsonRead.NextItem(ref reader))
                {
                    if (reader.TokenType == JsonTokenType.StartArray)
                        reader.Skip();
                    else
                        Read(ref reader, into, media);
                }

                break;
            default:
                break;
        }
    }

    /// <summary>
    /// <c>{type, text}</c>; an image is described by its media type, size and address, and text that only the provider can
    /// read is said to be that.
    /// </summary>
    private static void ReadBlock(ref Utf8JsonReader reader, List<string> into, MediaLog media)
    {
        string? text = null;
        string? image = null;
        var isEncrypted = false;
        while (JsonRead.NextMember(ref reader))
        {
            if (JsonRead.IsMember(ref reader, "text"u8))
                text = JsonRead.Text(ref reader);
            else if (JsonRead.IsMember(ref reader, "image_url"u8))
                image = ReadImage(ref reader, media);
            else if (JsonRead.IsMember(ref reader, "encrypted_content"u8))
                isEncrypted = JsonRead.Text(ref reader) is not null;
            else
                reader.Skip();
        }

        if (text is not null)
            into.Add(text);
        else if (image is not null)
            into.Add(image);
        else if (isEncrypted)
            into.Add(Withheld.EncryptedMessage);
    }

    private static string? ReadImage(ref Utf8JsonReader reader, MediaLog media)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        var payload = MediaPayload.ReadDataUrl(ref reader, out var mediaType, out var elsewhere);
        return media.Image(payload, mediaType, elsewhere);
    }
}
