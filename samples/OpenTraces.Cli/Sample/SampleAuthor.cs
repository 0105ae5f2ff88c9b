namespace OpenTraces.Cli.Sample;

/// <summary>A person of the sample.</summary>
internal sealed record SampleAuthor(string Name, string Email)
{
    public static SampleAuthor Sam { get; } = new("Sam Adeyemi", "sam@tinyshop.example");

    public static SampleAuthor Lena { get; } = new("Lena Brandt", "lena@tinyshop.example");
}
