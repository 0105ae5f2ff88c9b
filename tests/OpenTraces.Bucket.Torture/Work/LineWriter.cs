using System.Text;

namespace OpenTraces.Bucket.Torture.Work;

/// <summary>Writes whole lines, each in one write, from any thread: what was printed is what another process will read.</summary>
public sealed class LineWriter(Stream output)
{
    private readonly Lock _lock = new();

    public void Write(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        lock (_lock)
        {
            output.Write(bytes);
            output.Flush();
        }
    }
}
