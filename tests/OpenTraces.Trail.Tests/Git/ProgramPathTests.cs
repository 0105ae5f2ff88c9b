using OpenTraces.TestKit;
using OpenTraces.Trail.Git;
using Xunit;

namespace OpenTraces.Trail.Tests.Git;

public sealed class ProgramPathTests : IDisposable
{
    private static readonly string Name = OperatingSystem.IsWindows() ? "tool.exe" : "tool";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_first_folder_of_the_path_that_has_the_program_counts()
    {
        _folder.Write("b/" + Name, "");
        _folder.Write("c/" + Name, "");
        Assert.Equal(Path.Combine(_folder["b"], Name), Find("tool", _folder["a"], _folder["b"], _folder["c"]));
    }

    [Fact]
    public void A_program_in_the_current_folder_is_not_taken_however_the_path_names_it()
    {
        var here = Path.GetRelativePath(Directory.GetCurrentDirectory(), _folder.Root);
        _folder.Write(Name, "");
        Assert.Null(Find("tool", here, ".", ""));
        Assert.Null(ProgramPath.Find("tool", new Dictionary<string, string?>()));
    }

    [Fact]
    public void A_name_with_a_folder_is_taken_as_it_stands() =>
        Assert.Equal(_folder["nowhere/tool"], Find(_folder["nowhere/tool"], _folder.Root));

    private static string? Find(string program, params string[] folders) =>
        ProgramPath.Find(program, new Dictionary<string, string?> { ["PATH"] = string.Join(Path.PathSeparator, folders) });
}
