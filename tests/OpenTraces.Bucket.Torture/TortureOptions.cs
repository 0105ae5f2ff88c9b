using System.Globalization;

namespace OpenTraces.Bucket.Torture;

/// <summary>Pairs of <c>--name value</c>.</summary>
public sealed class TortureOptions
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public static TortureOptions Parse(ReadOnlySpan<string> args)
    {
        var options = new TortureOptions();
        for (var i = 0; i + 1 < args.Length; i += 2)
            options._values[args[i]] = args[i + 1];
        return args.Length % 2 == 0 ? options : throw new ArgumentException($"'{args[^1]}' has no value.");
    }

    public TortureOptions Set(string name, object value)
    {
        _values[name] = Convert.ToString(value, CultureInfo.InvariantCulture)!;
        return this;
    }

    public string? Text(string name) => _values.GetValueOrDefault(name);

    public string Required(string name) => Text(name) ?? throw new ArgumentException($"{name} is missing.");

    public int Number(string name, int otherwise) =>
        Text(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
