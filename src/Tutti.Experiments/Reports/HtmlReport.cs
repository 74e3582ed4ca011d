using System.Globalization;
using System.Xml.Linq;
using Tutti.Experiments.Reports.Charts;

namespace Tutti.Experiments.Reports;

/// <summary>A report as one page that needs nothing else: no script, no font, no picture, no network.</summary>
internal static class HtmlReport
{
    /// <summary>Makes the page.</summary>
    /// <exception cref="ArgumentException">A chart or a table cannot be shown; the message says which and why.</exception>
    internal static string Create(ReportHeader header, ExperimentReport report) => "<!DOCTYPE html>\n" + Markup.ToText(Markup.Element("html",
        Markup.Attribute("lang", "en"),
        Markup.Element("head",
            Markup.Void("meta", Markup.Attribute("charset", "utf-8")),
            Markup.Void("meta", Markup.Attribute("name", "viewport"), Markup.Attribute("content", "width=device-width, initial-scale=1")),
            Markup.Element("title", report.Title),
            Markup.Element("style", ReportStyle.Css)),
        Markup.Element("body", Markup.Element("main",
            Markup.Element("h1", report.Title),
            Markup.Element("p", Markup.Attribute("class", "finding"), report.Finding),
            header.Command.Length > 0 ? Markup.Element("pre", Markup.Element("code", header.Command)) : null,
            Markup.Element("div", Markup.Attribute("class", "facts"), Facts(MachineFactsOf(header)), Facts(report.Parameters)),
            Sections(report.Sections),
            Markup.Element("h2", "Method and limits"),
            Markup.Element("ul", report.Notes.Select(note => Markup.Element("li", note))),
            Markup.Element("footer", $"Begun {Time(header.Began)}, {Length(header.Elapsed)}. " +
                "The same numbers for programs: report.json beside this page."))))) + "\n";

    private static IEnumerable<ReportParameter> MachineFactsOf(ReportHeader header) =>
    [
        new("processor", header.Machine.Processor),
        new("cores", ReportNumber.Count(header.Machine.CoreCount)),
        new("system", $"{header.Machine.OperatingSystem}, {header.Machine.Architecture}"),
        new("kernels", header.Machine.Kernels),
        .. header.Versions,
    ];

    private static XElement Facts(IEnumerable<ReportParameter> facts) =>
        Markup.Element("dl", facts.SelectMany(fact => new[] { Markup.Element("dt", fact.Name), Markup.Element("dd", fact.Value) }));

    private static IEnumerable<XElement> Sections(IReadOnlyList<ReportSection> sections)
    {
        var chartCount = 0;
        foreach (var section in sections)
        {
            yield return Markup.Element("h2", section.Title);
            foreach (var paragraph in section.Paragraphs) yield return Markup.Element("p", paragraph);
            if (section.Charts.Count > 0)
                yield return Markup.Element("div", Markup.Attribute("class", "charts"), section.Charts.Select(chart => Figure(chart, $"chart{++chartCount}")));
            foreach (var table in section.Tables) yield return HtmlTable.Create(table);
        }
    }

    private static XElement Figure(Chart chart, string id) =>
        Markup.Element("figure", chart.IsWide ? Markup.Attribute("class", "broad") : null,
            Markup.Element("figcaption", chart.Title), ChartDrawing.Draw(chart, id));

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Length(TimeSpan time) => time.TotalMinutes < 2
        ? FormattableString.Invariant($"{time.TotalSeconds:0} seconds")
        : FormattableString.Invariant($"{time.TotalMinutes:0} minutes");
}
