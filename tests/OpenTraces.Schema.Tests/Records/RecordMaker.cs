using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace OpenTraces.Schema.Tests.Records;

/// <summary>Makes records with every member set to something, the nasty things included. The same seed makes the same record.</summary>
internal sealed class RecordMaker(int seed)
{
    private const int Attempts = 300;

    private static readonly string[] Texts =
    [
        "", "a", "two\nlines\r\n", "\"quoted\" \\ back", "\ud800", "x\udc00y", "😀 é ☃", "\0\u001f\u2028", "null", "0.7.0", "{}", new string('x', 300),
    ];

    private static readonly string[] Values =
    [
        "null", "true", "1.0", "-0", "1E+400", "0.10", "123456789012345678901234567890", "\"\\ud800\"", "\"\\u0041\\/\"", "[ 1 , 2 ]",
        "{\"a\":1,\"a\":2}", "{\"\\udc00\" : [ ] }", "\"é\"",
    ];

    private readonly Random _random = new(seed);
    private readonly NullabilityInfoContext _nullability = new();
    private int _emptiness;

    public object Make(Type type)
    {
        for (_emptiness = 0; _emptiness < Attempts; _emptiness++)
        {
            var record = MakeMembers(type);
            if (Codecs.Find(type) is not { } codec || IsAllowed(codec, record))
                return record;
        }

        throw new InvalidOperationException($"No {type.Name} that keeps its rules was found with seed {seed}.");
    }

    /// <summary>False when the rules between the members do not hold.</summary>
    private static bool IsAllowed(Codec codec, object record)
    {
        try
        {
            codec.Write(record);
            return true;
        }
        catch (OpenTracesException error) when (error.Code == OpenTracesErrorCode.InvalidTrace)
        {
            return false;
        }
    }

    private object MakeMembers(Type type)
    {
        var record = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var property in type.GetProperties().Where(p => p.CanWrite))
        {
            var nullable = _nullability.Create(property).WriteState == NullabilityState.Nullable;
            property.SetValue(record, nullable && _random.Next(3) == 0 ? null : MakeMember(property));
        }

        return record;
    }

    private object? MakeMember(PropertyInfo property) => property.Name switch
    {
        nameof(TraceRecord.SchemaVersion) => Pick("0.7.0", "0.8.0", "0.9.1"),
        nameof(TraceRecord.Unknown) => Enumerable.Range(0, Count()).Select(MakeUnknown).ToArray(),
        nameof(DatasetManifest.ActiveRemote) => null,
        _ => MakeValue(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType),
    };

    private object MakeValue(Type type)
    {
        if (type == typeof(string))
            return Pick(Texts);
        if (type == typeof(bool))
            return _random.Next(2) == 0;
        if (type == typeof(int))
            return Pick(1, 7, int.MaxValue);
        if (type == typeof(long))
            return Pick(0L, -1L, 5L, long.MaxValue, long.MinValue);
        if (type == typeof(double))
            return Pick(0.0, -0.0, 0.1, 1e-7, 1e300, double.MaxValue, 5);
        if (type == typeof(TraceId))
            return new TraceId(new Guid(_random.Next(), 1, 2, [1, 2, 3, 4, 5, 6, 7, 8]));
        if (type == typeof(RawJson))
            return RawJson.Parse("{\"k\" : " + Pick(Values) + "}");
        if (type.IsEnum)
            return Enum.GetValues(type).GetValue(_random.Next(Enum.GetValues(type).Length))!;
        return type.IsGenericType ? MakeCollection(type) : Nested(type);
    }

    private object Nested(Type type) => new RecordMaker(_random.Next()).Make(type);

    private object MakeCollection(Type type)
    {
        var arguments = type.GetGenericArguments();
        if (type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            var items = Array.CreateInstance(arguments[0], Count());
            for (var i = 0; i < items.Length; i++)
                items.SetValue(MakeValue(arguments[0]), i);
            return items;
        }

        var map = (System.Collections.IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(arguments))!;
        for (var i = Count(); i > 0; i--)
            map[Pick(Texts)] = MakeValue(arguments[1]);
        return map;
    }

    private UnknownMember MakeUnknown(int position) => new()
    {
        Name = RawJson.FromTrusted(Encoding.UTF8.GetBytes($"\"x{position}{Pick("", "\\u0061", "\\/", "\\ud800", " ☃")}\"")),
        Value = RawJson.Parse(Pick(Values)),
    };

    // The more attempts failed, the emptier the next.
    private int Count() => _random.Next(2 + _emptiness) == 0 ? _random.Next(1, 4) : 0;

    private T Pick<T>(params T[] from) => from[_random.Next(from.Length)];
}
