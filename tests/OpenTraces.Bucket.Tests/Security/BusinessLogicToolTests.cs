using Xunit;

namespace OpenTraces.Bucket.Tests.Security;

public sealed class BusinessLogicToolTests
{
    [Theory]
    [InlineData("ssh build.corp", "internal_hostname", "build.corp")]
    [InlineData("db.prod.internal:5432", "internal_hostname", "db.prod.internal")]
    [InlineData("http://printer.local/", "internal_hostname", "printer.local")]
    [InlineData("reach printer.local.", "internal_hostname", "printer.local")]
    [InlineData(@"\nbuild.corp", "internal_hostname", "build.corp")]
    [InlineData("https://jira.acme.io/browse/X-1?a=b done", "internal_url", "https://jira.acme.io/browse/X-1?a=b")]
    [InlineData("https://confluence.acme.io/x", "internal_url", "https://confluence.acme.io/x")]
    [InlineData("(https://acme.atlassian.net/browse/X-1", "internal_url", "https://acme.atlassian.net/browse/X-1")]
    [InlineData("https://acme.slack.com/archives/C1/p2", "internal_url", "https://acme.slack.com/archives/C1/p2")]
    [InlineData("jdbc:oracle:thin://host:1521/x", "db_connection_string", "jdbc:oracle:thin://host:1521/x")]
    [InlineData("mongodb+srv://u:p@c0.mongo.net/x", "db_connection_string", "mongodb+srv://u:p@c0.mongo.net/x")]
    [InlineData("arn:aws:iam::123456789012:role/x", "aws_account_id", "123456789012")]
    public void What_tells_of_a_company_is_found(string text, string rule, string value)
    {
        var finding = Assert.Single(ToolRunner.Find(Tool(), text));

        Assert.Equal((rule, value), (finding.Rule, text.Substring(finding.Start, finding.Length)));
    }

    [Theory]
    [InlineData("www.acme.io")]
    [InlineData(".env.local")]
    [InlineData("settings.local.json")]
    [InlineData("jdk.internal.misc")]
    [InlineData("node.internalize")]
    [InlineData("System.Internal")]
    [InlineData("x.local()")]
    [InlineData("123456789012")]
    [InlineData("https://acme.slack.com/help")]
    [InlineData("corp local internal")]
    public void Ordinary_names_are_left_alone(string text) => Assert.Empty(ToolRunner.Find(Tool(), text));

    private static ISecurityTool Tool() => SecurityTools.Create("business_logic", Samples.Key);
}
