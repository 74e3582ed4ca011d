using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Tutti.Experiments.Reports;

/// <summary>Makes elements of pages and drawings. Texts and attributes are escaped by the XML writer, whatever is in them.</summary>
internal static class Markup
{
    /// <summary>An element; it is never written as an empty tag, which browsers would take for an opening one.</summary>
    internal static XElement Element(string name, params object?[] content) => new(name, "", content.Select(Clean));

    /// <summary>An element without content, such as <c>meta</c>, and those of drawings.</summary>
    internal static XElement Void(string name, params object?[] attributes) => new(name, attributes.Select(Clean));

    internal static XAttribute Attribute(string name, string value) => new(name, Clean(value));

    /// <summary>An attribute with a place or a size in a drawing: two decimals are less than can be seen.</summary>
    internal static XAttribute Attribute(string name, double value) => new(name, Number(value));

    internal static string Number(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    internal static string ToText(XElement element) => element.ToString(SaveOptions.DisableFormatting);

    private static object? Clean(object? content) => content is string text ? Clean(text) : content;

    // A page has no characters such as escape, not even escaped ones.
    private static string Clean(string text)
    {
        for (var index = 0; index < text.Length; index++)
            if (!XmlConvert.IsXmlChar(text[index]) && !IsPair(text, index)) return Replace(text);
        return text;
    }

    private static string Replace(string text) => string.Concat(
        text.Select((letter, index) => XmlConvert.IsXmlChar(letter) || IsPair(text, index) ? letter : '\uFFFD'));

    private static bool IsPair(string text, int index) =>
        index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1])
        || index > 0 && char.IsSurrogatePair(text[index - 1], text[index]);
}
