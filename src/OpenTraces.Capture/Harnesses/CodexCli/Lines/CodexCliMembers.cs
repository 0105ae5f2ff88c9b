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
            3 => name[0] == (byte)'g' ? Is(name, "git"u8, CodexCliMember.Git) : Is(name, "cwd"u8, CodexCliMember.Cwd),
            4 => name[0] switch
            {
                (byte)'t' => name[1] switch
                {
                    (byte)'y' => Is(name, "type"u8, CodexCliMember.Type),
                    (byte)'e' => Is(name, "text"u8, CodexCliMember.Text),
                    _ => Is(name, "tool"u8, CodexCliMember.Tool),
                },
                (byte)'n' => Is(name, "name"u8, CodexCliMember.Name),
                (byte)'r' => Is(name, "role"u8, CodexCliMember.Role),
                (byte)'i' => name[1] == (byte)'n' ? Is(name, "info"u8, CodexCliMember.Info) : Is(name, "item"u8, CodexCliMember.Item),
                _ => CodexCliMember.Other,
            },
            5 => name[0] switch
            {
                (byte)'i' => Is(name, "input"u8, CodexCliMember.Input),
                (byte)'t' => Is(name, "tools"u8, CodexCliMember.Tools),
                (byte)'u' => Is(name, "usage"u8, CodexCliMember.Usage),
                _ => Is(name, "model"u8, CodexCliMember.Model),
            },
            6 => name[0] switch
            {
                (byte)'o' => Is(name, "output"u8, CodexCliMember.Output),
                (byte)'a' => Is(name, "action"u8, CodexCliMember.Action),
                (byte)'r' => Is(name, "result"u8, CodexCliMember.Result),
                (byte)'c' => Is(name, "callId"u8, CodexCliMember.CallId),
                (byte)'s' => Is(name, "status"u8, CodexCliMember.Status),
                (byte)'e' => Is(name, "effort"u8, CodexCliMember.Effort),
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
            14 => Is(name, "sandbox_policy"u8, CodexCliMember.SandboxPolicy),
            15 => name[1] == (byte)'g'
                ? Is(name, "agent_thread_id"u8, CodexCliMember.NewThreadId)
                : Is(name, "approval_policy"u8, CodexCliMember.ApprovalPolicy),
            17 => Is(name, "encrypted_content"u8, CodexCliMember.EncryptedContent),
            18 => name[0] == (byte)'t'
                ? Is(name, "thread_token_usage"u8, CodexCliMember.ThreadUsage)
                : Is(name, "permission_profile"u8, CodexCliMember.PermissionProfile),
            19 => Is(name, "receiver_thread_ids"u8, CodexCliMember.Receivers),
            42 => Is(name, "internal_chat_message_metadata_passthrough"u8, CodexCliMember.Passthrough),
            _ => CodexCliMember.Other,
        };
    }

    private static CodexCliMember Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> expected, CodexCliMember member) =>
        name.SequenceEqual(expected) ? member : CodexCliMember.Other;
}
