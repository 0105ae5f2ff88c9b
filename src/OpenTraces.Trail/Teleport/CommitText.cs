using System.Text;

namespace OpenTraces.Trail.Teleport;

/// <summary>A commit as git keeps it.</summary>
/// <param name="Parents">Its own parents, also where a clone was cut.</param>
/// <param name="Words">What a person wrote into it: the message, and headers that are neither ids, nor the people, nor signatures.</param>
internal sealed record CommitText(IReadOnlyList<string> Parents, string Words)
{
    private static readonly string[] Passed = ["tree", "author", "committer", "gpgsig", "gpgsig-sha256"];

    public static CommitText Read(byte[] bytes)
    {
        var text = ObjectText.Decode(bytes) ?? Encoding.Latin1.GetString(bytes);
        var (parents, words) = (new List<string>(), new StringBuilder());
        var isPassed = false;
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at);
            var line = end < 0 ? text[at..] : text[at..end];
            at = end < 0 ? text.Length : end + 1;
            if (line.Length == 0)
            {
                words.Append(text, at, text.Length - at);
                break;
            }

            // A line that begins with a space goes on with the header before it.
            if (line[0] != ' ')
            {
                var name = line.Split(' ', 2)[0];
                isPassed = Passed.Contains(name) || name == "parent";
                if (name == "parent")
                    parents.Add(line[7..]);
            }

            if (!isPassed)
                words.Append(line).Append('\n');
        }

        return new CommitText(parents, words.ToString());
    }
}
