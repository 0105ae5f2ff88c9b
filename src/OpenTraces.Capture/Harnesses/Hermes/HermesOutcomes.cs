using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Hermes;

/// <summary>How a session ended: what the environment said it was worth, else what the row says of itself.</summary>
internal static class HermesOutcomes
{
    public static Outcome Of(HermesRow row, double? reward)
    {
        if (reward is { } worth)
        {
            return new Outcome
            {
                Success = worth > 0,
                TerminalState = worth > 0 ? "goal_reached" : worth < 0 ? "error" : "abandoned",
                SignalConfidence = "derived",
                Reward = worth,
                RewardSource = "rl_get_results",
            };
        }

        var isPartial = row.Flag("partial") == true;
        return row.Flag("completed") switch
        {
            true when !isPartial => new Outcome { Success = true, TerminalState = "goal_reached", SignalConfidence = "inferred" },
            false => new Outcome { Success = false, TerminalState = "abandoned", SignalConfidence = "inferred" },
            _ => new Outcome { TerminalState = isPartial ? "interrupted" : null },
        };
    }
}
