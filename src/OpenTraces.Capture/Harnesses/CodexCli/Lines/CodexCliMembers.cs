using System.Text.Json;

namespace OpenTraces.Capture.Harnesses.CodexCli.Lines;

/// <summary>Tells members by their name's bytes, without making a string.</summary>
internal static class CodexCliMembers
{
    public static CodexCliMember Of(ref Utf8JsonReader reader)
    {
        var name = reader.ValueSpan;
        return name.Length switch
        {
            2 => Is(name, "id"u8, CodexCliMember.Id),
            3 => Is(name, "git"u8, CodexCliMember.Git),
            4 => name[0] switch
            {
                (byte)'t' => name[1] == (byte)'y' ? Is(name, "type"u8, CodexCliMember.Type) : Is(name, "text"u8, CodexCliMember.Text),
                (byte)'n' => Is(name, "name"u8, CodexCliMember.Name),
                (byte)'r' => Is(name, "role"u8, CodexCliMember.Role),
                (byte)'i' => Is(name, "info"u8, CodexCliMember.Info),
                _ => CodexCliMember.Other,
            },
            5 => name[0] == (byte)'i' ? Is(name, "input"u8, CodexCliMember.Input) : Is(name, "tools"u8, CodexCliMember.Tools),
            6 => name[0] switch
            {
                (byte)'o' => Is(name, "output"u8, CodexCliMember.Output),
                (byte)'a' => Is(name, "action"u8, CodexCliMember.Action),
                (byte)'r' => Is(name, "result"u8, CodexCliMember.Result),
                (byte)'c' => Is(name, "callId"u8, CodexCliMember.CallId),
                _ => CodexCliMember.Other,
            },
            7 => name[0] switch
            {
                (byte)'p' => Is(name, "payload"u8, CodexCliMember.Payload),
                (byte)'m' => Is(name, "message"u8, CodexCliMember.Text),
                (byte)'s' => name[2] == (byte)'m' ? Is(name, "summary"u8, CodexCliMember.Summary) : Is(name, "success"u8, CodexCliMember.Success),
                (byte)'c' => name[1] == (byte)'a' ? Is(name, "call_id"u8, CodexCliMember.CallId)
                    : name[1] == (byte)'h' ? Is(name, "changes"u8, CodexCliMember.Changes)
                    : Is(name, "content"u8, CodexCliMember.Content),
                (byte)'t' => Is(name, "turn_id"u8, CodexCliMember.TurnId),
                _ => CodexCliMember.Other,
            },
            8 => Is(name, "duration"u8, CodexCliMember.Duration),
            9 => name[0] switch
            {
                (byte)'t' => Is(name, "timestamp"u8, CodexCliMember.Timestamp),
                (byte)'a' => Is(name, "arguments"u8, CodexCliMember.Arguments),
                (byte)'e' => Is(name, "event_msg"u8, CodexCliMember.Envelope),
                _ => CodexCliMember.Other,
            },
            11 => Is(name, "record_type"u8, CodexCliMember.RecordType),
            12 => name[0] == (byte)'s'
                ? Is(name, "session_meta"u8, CodexCliMember.Envelope)
                : Is(name, "turn_context"u8, CodexCliMember.Envelope),
            13 => name[0] == (byte)'n'
                ? Is(name, "new_thread_id"u8, CodexCliMember.NewThreadId)
                : Is(name, "response_item"u8, CodexCliMember.Envelope),
            15 => Is(name, "agent_thread_id"u8, CodexCliMember.NewThreadId),
            17 => Is(name, "encrypted_content"u8, CodexCliMember.EncryptedContent),
            _ => CodexCliMember.Other,
        };
    }

    private static CodexCliMember Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> expected, CodexCliMember member) =>
        name.SequenceEqual(expected) ? member : CodexCliMember.Other;
}
