namespace OpenTraces.Trail.GitHub;

/// <summary>A pull request as GitHub has it.</summary>
internal sealed record OpenPullRequest(int Number, string Url, string Branch, string Body, bool IsOpen);
