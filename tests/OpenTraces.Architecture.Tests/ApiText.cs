using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace OpenTraces.Architecture.Tests;

/// <summary>An assembly's public surface as text: one line per type and member, in ordinal order.</summary>
internal static class ApiText
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{Kind(type)} {Name(type)}{Bases(type)}\n");
            foreach (var line in Members(type).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
                text.Append(CultureInfo.InvariantCulture, $"    {line}\n");
        }

        return text.ToString();
    }

    private static string Kind(Type type)
    {
        if (type.IsEnum)
            return "enum";
        if (type.IsInterface)
            return "interface";
        if (type.IsValueType)
            return type.IsByRefLike ? "ref struct" : "struct";
        var record = type.GetMethod("<Clone>$", Declared) is not null;
        var prefix = type is { IsAbstract: true, IsSealed: true } ? "static " : type.IsSealed ? "sealed " : type.IsAbstract ? "abstract " : "";
        return prefix + (record ? "record" : "class");
    }

    private static string Bases(Type type)
    {
        var bases = type.GetInterfaces()
            .Where(i => i.Namespace?.StartsWith("OpenTraces", StringComparison.Ordinal) == true || i == typeof(IAsyncDisposable) || i == typeof(IDisposable))
            .Select(Name).Order(StringComparer.Ordinal).ToList();
        return bases.Count == 0 ? "" : " : " + string.Join(", ", bases);
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            foreach (var value in Enum.GetValuesAsUnderlyingType(type))
                yield return string.Create(CultureInfo.InvariantCulture, $"{Enum.GetName(type, value)} = {value}");
            yield break;
        }

        foreach (var constructor in type.GetConstructors())
            yield return $".ctor({Parameters(constructor)})";
        foreach (var field in type.GetFields(Declared))
            yield return $"{(field.IsLiteral ? "const " : "")}{Name(field.FieldType)} {field.Name}";
        foreach (var property in type.GetProperties(Declared))
            yield return Property(property);
        foreach (var method in type.GetMethods(Declared))
        {
            if (!method.IsSpecialName && method.GetCustomAttribute<CompilerGeneratedAttribute>() is null && method.Name[0] != '<')
                yield return $"{(method.IsStatic ? "static " : "")}{Name(method.ReturnType)} {method.Name}({Parameters(method)})";
        }
    }

    private static string Property(PropertyInfo property)
    {
        var required = property.GetCustomAttribute<RequiredMemberAttribute>() is null ? "" : "required ";
        var setter = property.SetMethod is not { IsPublic: true } set ? ""
            : set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? " init;" : " set;";
        var isStatic = property.GetMethod?.IsStatic == true ? "static " : "";
        var nullable = new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable && !property.PropertyType.IsValueType ? "?" : "";
        return $"{isStatic}{required}{Name(property.PropertyType)}{nullable} {property.Name} {{ get;{setter} }}";
    }

    private static string Parameters(MethodBase method)
    {
        var context = new NullabilityInfoContext();
        return string.Join(", ", method.GetParameters().Select(p =>
        {
            var nullable = context.Create(p).ReadState == NullabilityState.Nullable && !p.ParameterType.IsValueType ? "?" : "";
            return $"{(p.IsOut ? "out " : "")}{Name(p.ParameterType)}{nullable} {p.Name}{(p.HasDefaultValue ? " = default" : "")}";
        }));
    }

    private static string Name(Type type)
    {
        if (type.IsByRef)
            return Name(type.GetElementType()!);
        if (type.IsArray)
            return Name(type.GetElementType()!) + "[]";
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Name(underlying) + "?";
        if (!type.IsGenericType)
            return type.Name;
        var name = type.Name.Split('`')[0];
        return $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }
}
