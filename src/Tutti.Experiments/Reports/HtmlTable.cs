using System.Text.Json;
using System.Xml.Linq;

namespace Tutti.Experiments.Reports;

/// <summary>A <see cref="ReportTable"/> on a page. Numbers stand on the right of their column, with the range of a measurement below its
/// median, if it has any.</summary>
internal static class HtmlTable
{
    internal static XElement Create(ReportTable table)
    {
        table.ThrowIfInvalid();
        var isNumber = table.Columns.Select((_, column) => table.Rows.Any(row => IsNumber(row[column]))).ToArray();
        return Markup.Element("div", Markup.Attribute("class", "wide"), Markup.Element("table",
            Markup.Element("caption", table.Caption),
            Markup.Element("thead", Markup.Element("tr", table.Columns.Select((name, column) =>
                Markup.Element("th", Markup.Attribute("scope", "col"), ClassOf(isNumber[column]), name)))),
            Markup.Element("tbody", table.Rows.Select(row => Markup.Element("tr", row.Select((cell, column) => Cell(cell, isNumber[column])))))));
    }

    private static bool IsNumber(ReportCell cell) => cell.Measurement is not null || cell.Json?.GetValueKind() == JsonValueKind.Number;

    private static XAttribute? ClassOf(bool isNumber) => isNumber ? Markup.Attribute("class", "number") : null;

    private static XElement Cell(ReportCell cell, bool isNumber) => Markup.Element("td", ClassOf(isNumber), cell.Text,
        cell.Measurement is { Count: > 1 } measured && measured.Least < measured.Greatest
            ? Markup.Element("div", Markup.Attribute("class", "range"), $"{ReportNumber.Measured(measured.Least)} – {ReportNumber.Measured(measured.Greatest)}")
            : null);
}
