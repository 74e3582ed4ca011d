using System.Xml.Linq;

namespace Tutti.Experiments.Reports.Charts;

/// <summary>
/// How a series looks: a colour (of the style sheet, after Okabe and Ito, "Color universal design", 2008), and a dash and a mark of its
/// own, so that lines can be
/// told apart without colours too.
/// </summary>
internal static class SeriesStyle
{
    private const double MarkRadius = 3.5;

    private static readonly string?[] Dashes = [null, "7 3", "2 3", "9 3 2 3", "4 2", "1 2"];

    internal static XAttribute ClassOf(string kind, int look) => Markup.Attribute("class", $"{kind} s{look}");

    internal static XAttribute? DashOf(int look) => Dashes[look] is { } dash ? Markup.Attribute("stroke-dasharray", dash) : null;

    internal static XElement MarkAt(int look, double x, double y) =>
        Markup.Void("path", ClassOf("mark", look), Markup.Attribute("d", OutlineOf(look, x, y)));

    private static string OutlineOf(int look, double x, double y)
    {
        const double R = MarkRadius;
        return look switch
        {
            0 => Invariant($"M{x - R:0.##} {y:0.##}a{R} {R} 0 1 0 {2 * R} 0a{R} {R} 0 1 0 {-2 * R} 0z"),
            1 => Invariant($"M{x - R:0.##} {y - R:0.##}h{2 * R}v{2 * R}h{-2 * R}z"),
            2 => Invariant($"M{x:0.##} {y - R - 1:0.##}l{R + 1} {2 * R}h{-2 * R - 2}z"),
            3 => Invariant($"M{x:0.##} {y - R - 1:0.##}l{R + 1} {R + 1}l{-R - 1} {R + 1}l{-R - 1} {-R - 1}z"),
            4 => Invariant($"M{x:0.##} {y + R + 1:0.##}l{R + 1} {-2 * R}h{-2 * R - 2}z"),
            _ => Invariant($"M{x - R:0.##} {y - 1:0.##}h{2 * R}v2h{-2 * R}z"),
        };
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
