using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail.PullRequests;

namespace OpenTraces.Trail.GitHub;

/// <summary>
/// Puts the text of a branch into its pull request through the <c>gh</c> program, which knows the remote and the person. The text goes by
/// standard input, and only when it is cleared to leave. Nothing is pushed.
/// </summary>
/// <remarks>
/// Every call may throw <see cref="OpenTracesException"/>: <see cref="OpenTracesErrorCode.Precondition"/>: gh is missing or not logged in, or
/// there is no remote on GitHub; <see cref="OpenTracesErrorCode.RemoteUnavailable"/>: the network, or no answer in time;
/// <see cref="OpenTracesErrorCode.RemoteRejected"/>: GitHub said no; <see cref="OpenTracesErrorCode.EgressRefused"/>: the text is not cleared.
/// </remarks>
[Experimental("OT0001")]
public sealed class GitHubPullRequests
{
    private readonly GhProcess _gh;

    /// <summary>The pull requests of a repository.</summary>
    /// <param name="folder">Any folder inside it.</param>
    /// <param name="options">How gh is run; null for the defaults.</param>
    public GitHubPullRequests(string folder, GitHubOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        _gh = new GhProcess(Path.GetFullPath(folder), options ?? new GitHubOptions());
    }

    /// <summary>Opens a pull request for a branch that was pushed; one that is open already gets the text as <see cref="UpdateAsync"/> puts it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="draft">Whether a new one is a draft.</param>
    /// <param name="updateIfExists">False refuses a branch that has one.</param>
    /// <param name="cancellationToken">Ends the call, and gh.</param>
    /// <exception cref="OpenTracesException">
    /// <see cref="OpenTracesErrorCode.InvalidRequest"/>: base or head is no branch, or the branch has a pull request and may not have one;
    /// <see cref="OpenTracesErrorCode.Precondition"/>: the branch has no commits of its own.
    /// </exception>
    public async ValueTask<PullRequestReceipt> CreateAsync(
        PullRequestText text, bool draft = false, bool updateIfExists = true, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        Clearance.Require(text.Security, "The text of the pull request");
        var head = RequireBranch(text.HeadBranch, "head", text.Head);
        var target = RequireBranch(text.BaseBranch, "base", text.Base);
        if (text.Commits == 0)
            throw new OpenTracesException(OpenTracesErrorCode.Precondition, $"'{head}' has no commit that '{target}' lacks. Commit something first.");
        if (await FindAsync(head, cancellationToken).ConfigureAwait(false) is { } open)
        {
            return updateIfExists
                ? await PutAsync(open, text, false, cancellationToken).ConfigureAwait(false)
                : throw new OpenTracesException(OpenTracesErrorCode.InvalidRequest,
                    $"'{head}' has the pull request {open.Url} already, and it is not to be updated. Update it, or close it first.");
        }

        List<string> arguments =
            ["pr", "create", "--title", text.Title.Length > 0 ? text.Title : head, "--body-file", "-", "--base", target, "--head", head];
        if (draft)
            arguments.Add("--draft");
        var output = await RunAsync(arguments, MarkedPart.Of(text.Body), cancellationToken).ConfigureAwait(false);
        var url = output.Split('\n', StringSplitOptions.TrimEntries).LastOrDefault(l => l.Contains("/pull/", StringComparison.Ordinal));
        return url is not null && int.TryParse(url.AsSpan(url.LastIndexOf('/') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new PullRequestReceipt(number, url, IsNew: true, IsChanged: true)
            : throw GhFailure.Unreadable("pr create");
    }

    /// <summary>
    /// Puts the text into the description of a pull request: in place of the text that was put there before, which two comments mark,
    /// else behind what people wrote. The title stays.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="number">Which one; null for the open one of the head's branch.</param>
    /// <param name="replace">True replaces the whole description, whoever wrote it.</param>
    /// <param name="cancellationToken">Ends the call, and gh.</param>
    /// <exception cref="OpenTracesException">
    /// <see cref="OpenTracesErrorCode.NotFound"/>: there is none; <see cref="OpenTracesErrorCode.Precondition"/>: the marks in the
    /// description were damaged.
    /// </exception>
    public async ValueTask<PullRequestReceipt> UpdateAsync(
        PullRequestText text, int? number = null, bool replace = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        Clearance.Require(text.Security, "The text of the pull request");
        var found = number is { } one
            ? await ViewAsync(one.ToString(CultureInfo.InvariantCulture), cancellationToken).ConfigureAwait(false)
            : await FindAsync(RequireBranch(text.HeadBranch, "head", text.Head), cancellationToken).ConfigureAwait(false);
        return found is not null
            ? await PutAsync(found, text, replace, cancellationToken).ConfigureAwait(false)
            : throw new OpenTracesException(OpenTracesErrorCode.NotFound,
                number is null ? $"'{text.HeadBranch}' has no open pull request. Create one, or give the number of another." : $"There is no pull request {number}. Look at the numbers with 'gh pr list'.");
    }

    private async ValueTask<PullRequestReceipt> PutAsync(OpenPullRequest open, PullRequestText text, bool replace, CancellationToken cancellationToken)
    {
        var body = replace ? MarkedPart.Of(text.Body) : MarkedPart.Put(open.Body, text.Body);
        if (body == open.Body)
            return new PullRequestReceipt(open.Number, open.Url, IsNew: false, IsChanged: false);
        await RunAsync(["pr", "edit", open.Number.ToString(CultureInfo.InvariantCulture), "--body-file", "-"], body, cancellationToken).ConfigureAwait(false);
        return new PullRequestReceipt(open.Number, open.Url, IsNew: false, IsChanged: true);
    }

    /// <summary>The open one of a branch. gh takes a branch that is called 7 for the number 7, and shows closed ones too.</summary>
    private async ValueTask<OpenPullRequest?> FindAsync(string branch, CancellationToken cancellationToken) =>
        await ViewAsync(branch, cancellationToken).ConfigureAwait(false) is { IsOpen: true } found && found.Branch == branch ? found : null;

    private async ValueTask<OpenPullRequest?> ViewAsync(string which, CancellationToken cancellationToken)
    {
        var output = await _gh.RunAsync(["pr", "view", which, "--json", "number,url,headRefName,body,state"], null, cancellationToken).ConfigureAwait(false);
        if (output.ExitCode != 0)
            return GhFailure.IsNone(output) ? null : throw GhFailure.Of("pr view", output);
        try
        {
            using var document = JsonDocument.Parse(output.Text);
            var json = document.RootElement;
            return new OpenPullRequest(
                json.GetProperty("number").GetInt32(),
                json.GetProperty("url").GetString()!,
                json.GetProperty("headRefName").GetString()!,
                json.GetProperty("body").GetString()!,
                json.GetProperty("state").GetString() == "OPEN");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw GhFailure.Unreadable("pr view");
        }
    }

    private async ValueTask<string> RunAsync(IReadOnlyList<string> arguments, string input, CancellationToken cancellationToken)
    {
        var output = await _gh.RunAsync(arguments, input, cancellationToken).ConfigureAwait(false);
        return output.ExitCode == 0 ? output.Text : throw GhFailure.Of(string.Join(' ', arguments.Take(2)), output);
    }

    private static string RequireBranch(string? branch, string role, string commit) => branch ?? throw new OpenTracesException(
        OpenTracesErrorCode.InvalidRequest, $"The {role} {commit[..10]} is not named by a branch, and a pull request goes from one branch to another. Name the branch.");
}
