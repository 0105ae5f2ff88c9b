using System.Text.Json;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.CodexCli.Lines;

/// <summary>Reads text in its forms: a string, one block, or an array of blocks and strings.</summary>
internal static class CodexCliText
{
    private const string Image = "[image]";
    private const string Withheld = "[message encrypted by the provider]";

    public static void Read(ref Utf8JsonReader reader, List<string> into)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                into.Add(JsonText.ReadString(ref reader));
                break;
            case JsonTokenType.StartObject:
                ReadBlock(ref reader, into);
                break;
            case JsonTokenType.StartArray:
                while (JsonRead.NextItem(ref reader))
                {
                    if (reader.TokenType == JsonTokenType.StartArray)
                        reader.Skip();
                    else
                        Read(ref reader, into);
                }

                break;
            default:
                break;
        }
    }

    /// <summary><c>{type, text}</c>; an image is said to be one, and so is text that only the provider can read.</summary>
    private static void ReadBlock(ref Utf8JsonReader reader, List<string> into)
    {
        string? text = null;
        var isImage = false;
        var isEncrypted = false;
        while (JsonRead.NextMember(ref reader))
        {
            if (JsonRead.IsMember(ref reader, "text"u8))
                text = JsonRead.Text(ref reader);
            else if (JsonRead.IsMember(ref reader, "image_url"u8))
                isImage = Skip(ref reader, JsonTokenType.String);
            else if (JsonRead.IsMember(ref reader, "encrypted_content"u8))
                isEncrypted = Skip(ref reader, JsonTokenType.String);
            else
                reader.Skip();
        }

        if (text is not null)
            into.Add(text);
        else if (isImage)
            into.Add(Image);
        else if (isEncrypted)
            into.Add(Withheld);
    }

    private static bool Skip(ref Utf8JsonReader reader, JsonTokenType expected)
    {
        var found = reader.TokenType == expected;
        reader.Skip();
        return found;
    }
}
