using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Reporting.Tests.Documents;

/// <summary>The doc comments of the product's assemblies as Markdown, from the files that the compiler writes beside them.</summary>
internal static partial class XmlDocumentation
{
    private static readonly ConcurrentDictionary<Assembly, Dictionary<string, XElement>> s_members = new();

    /// <summary>An element (<c>summary</c>, <c>remarks</c>, <c>example</c>) of a type's comment, or null.</summary>
    public static string? Of(Type type, string element = "summary") => Markdown(Member(type, NameOf(type))?.Element(element));

    /// <summary>The summary of a property; of a positional record's its parameter's text.</summary>
    public static string? Of(PropertyInfo property) =>
        Markdown(Member(property.DeclaringType!, $"P:{NameOf(property.DeclaringType!)[2..]}.{property.Name}")?.Element("summary"))
        ?? Markdown(Member(property.DeclaringType!, NameOf(property.DeclaringType!))?.Elements("param").FirstOrDefault(param => (string?)param.Attribute("name") == property.Name));

    private static string NameOf(Type type) => "T:" + type.FullName!.Replace('+', '.');

    private static XElement? Member(Type type, string name) => s_members.GetOrAdd(type.Assembly, Load).GetValueOrDefault(name);

    private static Dictionary<string, XElement> Load(Assembly assembly) =>
        XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member")
            .ToDictionary(member => (string)member.Attribute("name")!, StringComparer.Ordinal);

    private static string? Markdown(XElement? element) =>
        element is null ? null : Spaces().Replace(string.Concat(element.Nodes().Select(Markdown)), " ").Trim();

    private static string Markdown(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement reference when (string?)reference.Attribute("cref") is { } cref => $"`{(cref[0] == 'P' ? JsonNamingPolicy.CamelCase.ConvertName(Last(cref)) : Last(cref))}`",
        XElement reference when (string?)(reference.Attribute("name") ?? reference.Attribute("langword")) is { } name => $"`{name}`",
        XElement other => other.Value,
        _ => "",
    };

    private static string Last(string cref) => cref[(cref.LastIndexOf('.') + 1)..];

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();
}
