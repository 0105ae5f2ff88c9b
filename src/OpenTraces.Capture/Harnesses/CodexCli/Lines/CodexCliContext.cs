using System.Text.Json;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.CodexCli.Lines;

/// <summary>What a turn runs with. The instructions that stand beside it are long and repeat; they are stepped over.</summary>
internal sealed record CodexCliContext
{
    public string? Model { get; private set; }

    public string? Directory { get; private set; }

    public RawJson? ApprovalPolicy { get; private set; }

    public RawJson? Effort { get; private set; }

    public RawJson? SandboxPolicy { get; private set; }

    public RawJson? PermissionProfile { get; private set; }

    public string? TurnId { get; private set; }

    /// <summary>Reads the object that is these bytes.</summary>
    public static CodexCliContext Read(ReadOnlySpan<byte> json, NamePool names)
    {
        var reader = JsonRead.Start(json);
        return Read(ref reader, json, names);
    }

    /// <summary>Reads the object whose start the reader stands on.</summary>
    public static CodexCliContext Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer, NamePool names)
    {
        var context = new CodexCliContext();
        while (JsonRead.NextMember(ref reader))
        {
            var member = CodexCliMembers.Of(ref reader);
            reader.Read();
            switch (member)
            {
                case CodexCliMember.Model: context.Model = JsonRead.Name(ref reader, names); break;
                case CodexCliMember.Cwd: context.Directory = JsonRead.Name(ref reader, names); break;
                case CodexCliMember.TurnId: context.TurnId = JsonRead.Text(ref reader); break;
                case CodexCliMember.ApprovalPolicy: context.ApprovalPolicy = JsonRead.Raw(ref reader, buffer); break;
                case CodexCliMember.Effort: context.Effort = JsonRead.Raw(ref reader, buffer); break;
                case CodexCliMember.SandboxPolicy: context.SandboxPolicy = JsonRead.Raw(ref reader, buffer); break;
                case CodexCliMember.PermissionProfile: context.PermissionProfile = JsonRead.Raw(ref reader, buffer); break;
                default: reader.Skip(); break;
            }
        }

        return context;
    }
}
