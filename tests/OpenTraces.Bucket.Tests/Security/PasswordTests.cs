using OpenTraces.Bucket.Security;
using Xunit;

namespace OpenTraces.Bucket.Tests.Security;

public sealed class PasswordTests
{
    [Theory]
    [InlineData("password: hunter2Correct!Horse9", "hunter2Correct!Horse9")]
    [InlineData("password=Tr0ub4dor8y", "Tr0ub4dor8y")]
    [InlineData("PASSWORD=\"Sup3rS3cret!77\"", "Sup3rS3cret!77")]
    [InlineData("export DB_PASSWORD=Kq8zR4mNpW", "Kq8zR4mNpW")]
    [InlineData("{\"password\": \"Zx81mQpwLkd\"}", "Zx81mQpwLkd")]
    [InlineData("{\\\"password\\\": \\\"Zx81mQpwLkd\\\"}", "Zx81mQpwLkd")]
    [InlineData("passphrase = \"correcthorse\"", "correcthorse")]
    [InlineData("Authorization: Basic YWRtaW46aHVudGVyMg==", "YWRtaW46aHVudGVyMg==")]
    [InlineData("curl -s -u admin:Pq9sLw2xZ https://api.internal/x", "Pq9sLw2xZ")]
    [InlineData("git clone https://me:s3cretpart@git.host/x.git", "s3cretpart")]
    public async Task A_password_is_found_by_what_stands_around_it(string text, string secret)
    {
        var found = await FindAsync(text);
        Assert.Contains(secret, found);
    }

    [Theory]
    [InlineData("password: string")]
    [InlineData("const password = readPassword()")]
    [InlineData("password = os.environ[\"DB_PASSWORD\"]")]
    [InlineData("password: ${DB_PASSWORD}")]
    [InlineData("password: <your password>")]
    [InlineData("password: ********")]
    [InlineData("password=[REDACTED:password:0123abcd]")]
    [InlineData("The password is checked twice.")]
    [InlineData("Basic authentication is off")]
    [InlineData("see http://host:8080/path@2")]
    public async Task Code_and_prose_about_passwords_are_left_alone(string text) => Assert.Empty(await FindAsync(text));

    private static async Task<IReadOnlyList<string>> FindAsync(string text)
    {
        var outcome = await new EntropyTool().RunAsync([new SecurityField("ask", SecurityFieldKind.General, text)]);
        return [.. outcome.Findings.Select(f => text.Substring(f.Start, f.Length))];
    }
}
