using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Packages.Tests;

/// <summary>A project that is not ours: outside the tree, with a restore folder of its own, knowing the packages alone.</summary>
public sealed class OutsideProjectTests(PackedPackages packages) : IClassFixture<PackedPackages>
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <NoWarn>$(NoWarn);OT0001</NoWarn>
            <RestorePackagesPath>$(MSBuildThisFileDirectory)restored</RestorePackagesPath>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="OpenTraces.Capture" Version="0.1.0" />
            <PackageReference Include="OpenTraces.Datasets" Version="0.1.0" />
            <PackageReference Include="SQLitePCLRaw.bundle_e_sqlite3" Version="2.0.6" />
          </ItemGroup>
        </Project>
        """;

    private const string Program = """
        using OpenTraces.Bucket;
        using OpenTraces.Capture;
        using OpenTraces.Schema;

        SQLitePCL.Batteries_V2.Init();
        await using var bucket = await TraceBucket.OpenAsync(args[0]);
        await foreach (var file in new TraceCapture(bucket).ImportAsync([args[1]]))
            Console.WriteLine($"{Path.GetFileName(file.Path)} {file.Receipt?.Outcome}");
        foreach (var hit in (await bucket.SearchAsync(new() { Text = "apples" })).Hits)
        {
            var record = await bucket.FindAsync(hit.Trace.TraceId);
            var steps = record!.Steps.Select(StepView.Of).ToList();
            Console.WriteLine($"turns {SlicerCatalog.BuiltIn.Get("s1").Slice(steps).Trajectories.Count}");
        }
        """;

    private const string Session = """
        {"timestamp":"2026-01-01T00:00:00.000Z","type":"session_meta","payload":{"id":"019aaaaa-0000-7000-8000-000000000001","timestamp":"2026-01-01T00:00:00.000Z","cwd":"/home/sam/shop","originator":"codex_cli_rs","cli_version":"0.139.0","source":"cli","model_provider":"openai"}}
        {"timestamp":"2026-01-01T00:00:02.000Z","type":"response_item","payload":{"type":"message","role":"user","content":[{"type":"input_text","text":"Count the apples."}]}}
        {"timestamp":"2026-01-01T00:00:02.000Z","type":"event_msg","payload":{"type":"user_message","message":"Count the apples."}}
        {"timestamp":"2026-01-01T00:00:05.000Z","type":"response_item","payload":{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Three."}]}}

        """;

    [Fact]
    public void The_packed_files_work_together_in_a_project_outside_the_solution()
    {
        using var folder = new TempFolder();
        folder.Write("Outside.csproj", Project);
        folder.Write("Program.cs", Program);
        folder.Write("nuget.config", $"""
            <configuration>
              <packageSources>
                <add key="packed" value="{packages.Folder}" />
                <add key="already-restored" value="{RestoredPackages()}" />
              </packageSources>
            </configuration>
            """);
        var session = folder.Write("rollout.jsonl", Session);
        PackedPackages.Dotnet(folder.Root, "restore", "--nologo");
        PackedPackages.Dotnet(folder.Root, "build", "--no-restore", "--nologo", "-c", "Release");
        var output = PackedPackages.Dotnet(folder.Root, folder["bin/Release/net10.0/Outside.dll"], folder["bucket"], session);
        Assert.Equal(["rollout.jsonl Imported", "turns 1"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    /// <summary>The folder this build restored its own dependencies to; a folder of packages is a source as it lies.</summary>
    private static string RestoredPackages() =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
