using System.CommandLine;
using System.CommandLine.Parsing;
using OpenTraces.Trail;
using OpenTraces.Trail.Curves;

namespace OpenTraces.Cli.Commands.Trails;

/// <summary>What <c>trail track</c> takes. One of <see cref="Ways"/> says what is tracked.</summary>
internal sealed class TrackOptions
{
    private const string Ways = "a TRACE, --patch ID, --anchor ID, --since DURATION, --all, or --curve";

    private readonly Option<string?> _patch = new("--patch") { Description = "One change, by its trace_patch_id or the first 8 digits or more.", HelpName = "ID" };
    private readonly Option<string?> _anchor = new("--anchor") { Description = "The change of one git_anchor_id, or its first 8 digits or more.", HelpName = "ID" };
    private readonly Option<string?> _since = new("--since") { Description = $"Changes made within a duration: {DurationText.Accepted}.", HelpName = "DURATION" };
    private readonly Option<bool> _all = new("--all") { Description = "The changes of all traces." };
    private readonly Option<string?> _by = new("--by") { Description = "With --curve: a curve per agent, model or tool." };
    private readonly Option<int?> _limit = new Option<int?>("--limit") { Description = "With --since and --all: the most changes listed.", HelpName = "N" }.FromOne();

    public TrackOptions()
    {
        _by.AcceptOnlyFromAmong("agent", "model", "tool");
    }

    public Argument<string?> Trace { get; } = new("TRACE") { Description = "A trace id.", Arity = ArgumentArity.ZeroOrOne };

    public Option<bool> Curve { get; } = new("--curve") { Description = "How long lines live: the share alive by age, with its 95 % interval." };

    public Option<string?> Svg { get; } = new("--svg") { Description = "With --curve: draws it into a file.", HelpName = "FILE" };

    public Option<string> At { get; } = new("--at") { Description = "The revision survival is judged at.", DefaultValueFactory = _ => "HEAD" };

    public Option<string?> Repo { get; } = CommonOptions.Repo();

    public Command AddTo(Command command)
    {
        command.Arguments.Add(Trace);
        foreach (var option in (Option[])[_patch, _anchor, _since, _all, _limit, Curve, _by, Svg, At, Repo])
            command.Options.Add(option);
        command.Check(Validate);
        return command;
    }

    public TrackFilter FilterOf(ParseResult parsed, DateTimeOffset now) => new()
    {
        PatchId = parsed.GetValue(_patch),
        AnchorId = parsed.GetValue(_anchor),
        Since = parsed.GetValue(_since) is { } text && DurationText.TryParse(text, out var duration) ? DurationText.Before(now, duration) : null,
    };

    public int? LimitOf(ParseResult parsed) => parsed.GetValue(_limit);

    public SurvivalGrouping GroupingOf(ParseResult parsed) => parsed.GetValue(_by) switch
    {
        "agent" => SurvivalGrouping.Agent,
        "model" => SurvivalGrouping.Model,
        "tool" => SurvivalGrouping.Tool,
        _ => SurvivalGrouping.None,
    };

    private void Validate(CommandResult result)
    {
        var given = ((string Name, bool Given)[])
        [
            ("TRACE", result.GetResult(Trace) is { Tokens.Count: > 0 }), ("--patch", IsGiven(_patch)), ("--anchor", IsGiven(_anchor)),
            ("--since", IsGiven(_since)), ("--all", IsGiven(_all)), ("--curve", IsGiven(Curve)),
        ];
        var ways = given.Where(g => g.Given).Select(g => g.Name).ToArray();
        if (ways.Length == 0)
            result.AddError($"Say what to track: {Ways}.");
        else if (ways.Length > 1)
            result.AddError($"{string.Join(" and ", ways)} do not go together; give one: {Ways}.");
        else if (IsGiven(_limit) && ways[0] is not ("--since" or "--all"))
            result.AddError("--limit goes with --since and --all.");
        else if (IsGiven(_by) && ways[0] != "--curve")
            result.AddError("--by needs --curve.");
        else if (IsGiven(Svg) && ways[0] != "--curve")
            result.AddError("--svg needs --curve.");
        else if (result.GetResult(_since) is { Tokens: [var since] } && !DurationText.TryParse(since.Value, out _))
            result.AddError($"'{since.Value}' is no duration for --since. Use {DurationText.Accepted}.");

        bool IsGiven(Option option) => result.GetResult(option) is { Implicit: false };
    }
}
