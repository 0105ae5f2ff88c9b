using Xunit;

namespace OpenTraces.Architecture.Tests;

public sealed class TheoryDataOfNames : TheoryData<string>
{
    public TheoryDataOfNames(IEnumerable<string> names)
    {
        foreach (var name in names)
            Add(name);
    }
}
