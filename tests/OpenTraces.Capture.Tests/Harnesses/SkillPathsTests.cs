using OpenTraces.Capture.Harnesses;
using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses;

public class SkillPathsTests
{
    [Theory]
    [InlineData("/x/.codex/skills/a/SKILL.md", "a")]
    [InlineData("sed -n '1,220p' /home/me/.codex/plugins/cache/x/1.0.0/skills/deep/SKILL.md", "deep")]
    [InlineData("cat \"/x/.agents/skills/b c/SKILL.md\"", null)]
    [InlineData("cat /x/.claude/skills/group/b/SKILL.md|head", "b")]
    [InlineData("/x/skills/a/SKILL.md", null)]
    [InlineData("/x/.codex/skills/a/SKILL.mdx /x/.codex/skills/b/SKILL.md.bak", null)]
    [InlineData("/x/.codex/skills/a/SKILL.mdx /x/.codex/skills/b/SKILL.md", "b")]
    [InlineData(".codex/skills/a/SKILL.md", null)]
    [InlineData("/x/.codex/skills/.../SKILL.md", null)]
    [InlineData("/x/.codex/skills/../SKILL.md", null)]
    [InlineData("/x/.codex/skills/*/SKILL.md", null)]
    [InlineData("/x/.codex/skills/a\u202Eb/SKILL.md", null)]
    [InlineData("/x/.codex/skills/SKILL.md", null)]
    [InlineData("nothing", null)]
    public void A_skill_is_found_by_its_path(string text, string? expected) => Assert.Equal(expected, SkillPaths.FindName(text));
}
