using System.Text.Json;

namespace OpenTraces.Schema;

internal static class OutcomeJson
{
    public static Outcome Read(ref JsonCursor json)
    {
        bool? success = null, committed = null;
        string? signalSource = null, signalConfidence = null, description = null, commitSha = null,
            terminalState = null, rewardSource = null;
        double? reward = null;
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("success"u8)) success = json.ReadBool();
            else if (json.Is("signal_source"u8)) signalSource = json.ReadText();
            else if (json.Is("signal_confidence"u8)) signalConfidence = json.ReadText();
            else if (json.Is("description"u8)) description = json.ReadText();
            else if (json.Is("committed"u8)) committed = json.ReadBool();
            else if (json.Is("commit_sha"u8)) commitSha = json.ReadText();
            else if (json.Is("terminal_state"u8)) terminalState = json.ReadText();
            else if (json.Is("reward"u8)) reward = json.ReadDouble();
            else if (json.Is("reward_source"u8)) rewardSource = json.ReadText();
            else json.Keep(ref unknown);
        }

        return new Outcome
        {
            Success = success,
            SignalSource = signalSource ?? "deterministic",
            SignalConfidence = signalConfidence ?? "derived",
            Description = description,
            Committed = committed ?? false,
            CommitSha = commitSha,
            TerminalState = terminalState,
            Reward = reward,
            RewardSource = rewardSource,
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
    }

    public static void Write(Utf8JsonWriter writer, Outcome value)
    {
        writer.WriteStartObject();
        writer.WriteFlag("success"u8, value.Success);
        writer.WriteText("signal_source"u8, value.SignalSource);
        writer.WriteText("signal_confidence"u8, value.SignalConfidence);
        writer.WriteText("description"u8, value.Description);
        writer.WriteFlag("committed"u8, value.Committed);
        writer.WriteText("commit_sha"u8, value.CommitSha);
        writer.WriteText("terminal_state"u8, value.TerminalState);
        writer.WriteReal("reward"u8, value.Reward);
        writer.WriteText("reward_source"u8, value.RewardSource);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
