using System.Xml.Linq;

namespace Tutti.Experiments.Reports;

/// <summary>A <see cref="ReportTable"/> on a page. Of measurements the median stands on the right of its column, the range in one beside it.</summary>
internal static class HtmlTable
{
    internal static XElement Create(ReportTable table)
    {
        table.ThrowIfInvalid();
        var columns = Enumerable.Range(0, table.Columns.Count).ToArray();
        var isNumber = Array.ConvertAll(columns, column => table.Rows.Any(row => IsNumber(row[column])));
        var hasRange = Array.ConvertAll(columns, column => table.Rows.Any(row => row[column].Measurement is { Count: > 1 }));
        return Markup.Element("div", Markup.Attribute("class", "wide"), Markup.Element("table",
            Markup.Element("caption", table.Caption),
            Markup.Element("thead", Markup.Element("tr", columns.SelectMany(column => Head(table.Columns[column], isNumber[column], hasRange[column])))),
            Markup.Element("tbody", table.Rows.Select(row =>
                Markup.Element("tr", columns.SelectMany(column => Cells(row[column], isNumber[column], hasRange[column])))))));
    }

    private static bool IsNumber(ReportCell cell) => cell.Measurement is not null || cell.Json?.GetValueKind() == System.Text.Json.JsonValueKind.Number;

    private static IEnumerable<XElement> Head(string name, bool isNumber, bool hasRange)
    {
        yield return Markup.Element("th", Markup.Attribute("scope", "col"), isNumber ? Markup.Attribute("class", "number") : null, name);
        if (hasRange) yield return Markup.Element("th", Markup.Attribute("scope", "col"), Markup.Attribute("class", "range"), "range");
    }

    private static IEnumerable<XElement> Cells(ReportCell cell, bool isNumber, bool hasRange)
    {
        yield return Markup.Element("td", isNumber ? Markup.Attribute("class", "number") : null, cell.Text);
        if (!hasRange) yield break;
        yield return Markup.Element("td", Markup.Attribute("class", "range"), cell.Measurement is { Count: > 1 } measured
            ? $"{ReportNumber.Measured(measured.Least)} – {ReportNumber.Measured(measured.Greatest)}"
            : "");
    }
}
