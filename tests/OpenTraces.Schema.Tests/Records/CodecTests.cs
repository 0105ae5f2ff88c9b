using System.Reflection;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace OpenTraces.Schema.Tests.Records;

public sealed class CodecTests
{
    private const int Mutants = 150;

    private static readonly string[] Splices =
        ["null", "true", "-1", "1e999", "\"\"", "\"\\ud800\"", "[]", "{}", "[null]", "{\"a\":1}", ",", "\"", "}", "\0", "\uFEFF", "\\u", "é"];

    public static TheoryData<string> Names => [.. Codecs.All.Select(codec => codec.Name)];

    /// <summary>Names of types whose codec keeps members it does not know.</summary>
    public static TheoryData<string> Keeping => [.. Codecs.All.Where(codec => codec.Type.GetProperty("Unknown") is not null).Select(codec => codec.Name)];

    [Fact]
    public void Every_codec_of_the_library_is_tested_here()
    {
        var inLibrary =
            from type in typeof(TraceJson).Assembly.GetTypes()
            let read = type.GetMethod("Read", BindingFlags.Public | BindingFlags.Static)
            where type.Name.EndsWith("Json", StringComparison.Ordinal) && read is not null && type.GetMethod("Write") is not null
            where read.GetParameters() is [{ ParameterType.IsByRef: true } cursor] && cursor.ParameterType.GetElementType() == typeof(JsonCursor)
            select read.ReturnType;
        Assert.Equal(inLibrary.Select(t => t.Name).Order(), Codecs.All.Select(codec => codec.Name).Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Whatever_is_written_is_read_as_it_was(string name)
    {
        var codec = Codecs.Of(name);
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var made = new RecordMaker(seed).Make(codec.Type);
            var json = codec.Write(made);
            var read = codec.Read(json);
            Assert.Null(DeepEquality.Difference(made, read));
            Assert.True(json.AsSpan().SequenceEqual(codec.Write(read)), Encoding.UTF8.GetString(json));
            Assert.True(json.AsSpan().IndexOfAny((byte)'\n', (byte)'\r') < 0);
        }));
    }

    [Theory]
    [MemberData(nameof(Keeping))]
    public void Members_nobody_knows_keep_their_bytes_wherever_they_stand(string name)
    {
        var codec = Codecs.Of(name);
        const string Strange = "\"\\u007a\\ud800\":1.50e+3,\"b\\/\":{\"a\" :[ 1,2 ],\"a\":\"\\u00e9\"},\"b\\/\":null";
        var made = codec.Write(Bare(codec));
        byte[] json = [.. "{"u8, .. Encoding.UTF8.GetBytes(Strange), (byte)',', .. made[1..]];
        var written = Encoding.UTF8.GetString(codec.Write(codec.Read(json)));
        Assert.EndsWith(Strange + "}", written, StringComparison.Ordinal);
        Assert.Equal(Encoding.UTF8.GetString(made), written.Replace("," + Strange, "", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Damaged_json_is_refused_and_does_nothing_worse(string name)
    {
        var codec = Codecs.Of(name);
        var accepted = 0;
        for (var round = 0; round < Mutants; round++)
        {
            var random = new Random(round);
            var json = Damage(codec.Write(new RecordMaker(round).Make(codec.Type)), random);
            try
            {
                codec.Read(json, forbidsUnknown: round % 2 == 0);
                accepted++;
            }
            catch (OpenTracesException error) when (error.Code == OpenTracesErrorCode.InvalidTrace)
            {
            }
        }

        Assert.True(accepted < Mutants);
    }

    private static object Bare(Codec codec)
    {
        var made = new RecordMaker(1).Make(codec.Type);
        codec.Type.GetProperty("Unknown")!.SetValue(made, Array.Empty<UnknownMember>());
        return made;
    }

    private static byte[] Damage(byte[] json, Random random)
    {
        for (var i = random.Next(1, 4); i > 0 && json.Length > 0; i--)
        {
            var at = random.Next(json.Length);
            json = random.Next(4) switch
            {
                0 => json[..at],
                1 => [.. json[..at], .. Encoding.UTF8.GetBytes(Splices[random.Next(Splices.Length)]), .. json[at..]],
                2 => [.. json[..at], (byte)random.Next(256), .. json[(at + 1)..]],
                _ => [.. json[..at], .. json[Math.Min(json.Length, at + random.Next(9))..]],
            };
        }

        return json;
    }
}
