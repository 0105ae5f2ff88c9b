using System.Text;

namespace OpenTraces.Trail.Git;

/// <summary>What a finished call of git printed.</summary>
internal sealed record GitOutput(int ExitCode, byte[] Bytes, string Error)
{
    public string Text => Encoding.UTF8.GetString(Bytes);
}
