using System.Text;

namespace OpenTraces.Fuzz.Mutation;

/// <summary>Damage that leaves lines whole: what editors, merges and interrupted copies do, and members no version writes.</summary>
internal static class LineMutations
{
    public static void Apply(List<byte[]> lines, Random random)
    {
        if (lines.Count == 0)
            return;
        var at = random.Next(lines.Count);
        switch (random.Next(12))
        {
            case 0:
                lines.Insert(random.Next(lines.Count + 1), lines[at]);
                break;
            case 1:
                lines.RemoveAt(at);
                break;
            case 2:
                var other = random.Next(lines.Count);
                (lines[at], lines[other]) = (lines[other], lines[at]);
                break;
            case 3:
                lines.Reverse(0, lines.Count);
                break;
            case 4:
                lines[at] = [.. lines[at], .. lines[random.Next(lines.Count)]];
                break;
            case 5:
                lines[at] = lines[at][..random.Next(lines[at].Length + 1)];
                break;
            case 6:
                lines[at] = DuplicateKey(lines[at], random);
                break;
            case 7 or 8 or 9:
                lines[at] = JsonMutations.Apply(lines[at], random);
                break;
            case 10:
                lines.Insert(at, Encoding.UTF8.GetBytes(random.Next(2) == 0 ? "" : "// a note"));
                break;
            default:
                for (var i = lines.Count - 1; i > 0; i--)
                {
                    var j = random.Next(i + 1);
                    (lines[i], lines[j]) = (lines[j], lines[i]);
                }

                break;
        }
    }

    /// <summary>Gives the object a member a second time, with the value of another.</summary>
    private static byte[] DuplicateKey(byte[] line, Random random)
    {
        if (line is not [(byte)'{', .., (byte)'}'])
            return line;
        var members = JsonMutations.TopMembers(line);
        if (members.Count == 0)
            return line;
        var name = members[random.Next(members.Count)];
        var value = members[random.Next(members.Count)];
        return [.. line.AsSpan(0, line.Length - 1), (byte)',', .. line[name.Name], (byte)':', .. line[value.Value], (byte)'}'];
    }
}
