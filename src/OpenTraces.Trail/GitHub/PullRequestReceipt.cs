namespace OpenTraces.Trail.GitHub;

/// <summary>What was done to a pull request.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Url">Its address.</param>
/// <param name="IsNew">True when it was created.</param>
/// <param name="IsChanged">False when it said the same already, and was left alone.</param>
public sealed record PullRequestReceipt(int Number, string Url, bool IsNew, bool IsChanged);
