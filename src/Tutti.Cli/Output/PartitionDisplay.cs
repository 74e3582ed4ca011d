using System.Globalization;
using System.Text.Json.Nodes;
using Tutti.Learning.Data;
using Tutti.Learning.Data.Partitions;

namespace Tutti.Cli.Output;

/// <summary>A partition for people, with a small picture of each part's classes, and for programs.</summary>
internal sealed class PartitionDisplay(ClassificationDataset data, Partition partition, PartitionReport report, string? file)
{
    private const int MostParts = 40, MostClasses = 40;
    private const string Bars = "▁▂▃▄▅▆▇█";
    private const char NoBar = '·';

    private double LargestShare => report.ClassCounts!.Max(counts => (double)counts.Max() / counts.Sum());

    internal void Print(Report output)
    {
        output.Line($"{data.Name}: {Words.Count(data.Count, "sample")} in {Words.Count(partition.PartCount, "part")}, {partition.Scheme}");
        var shown = Math.Min(partition.PartCount, MostParts);
        output.Table(
            ["part", "samples", "share", "classes", "distance", "class shares"],
            Enumerable.Range(0, shown).Select(part => (IReadOnlyList<string>)
            [
                partition.Names[part],
                Words.Count(report.Sizes[part]),
                Words.Percent((double)report.Sizes[part] / partition.RowCount),
                $"{report.ClassCounts![part].Count(count => count > 0)}",
                Decimals(report.LabelDistances![part]),
                Picture(report.ClassCounts[part]),
            ]), 1, 2, 3, 4);
        if (shown < partition.PartCount) output.Line($"… and {Words.Count(partition.PartCount - shown, "part")} more; --json has all.");
        output.Line(data.ClassCount > MostClasses
            ? $"A bar a class, from the left the first {MostClasses} of {data.ClassCount}; {NoBar} where a part has none."
            : $"A bar a class, from the left {string.Join(", ", data.ClassNames)}; {NoBar} where a part has none.");
        output.Line();
        PrintFacts(output);
    }

    internal JsonObject Facts() => new()
    {
        ["data"] = data.Name,
        ["digest"] = data.Digest,
        ["scheme"] = partition.Scheme,
        ["samples"] = data.Count,
        ["file"] = file,
        ["classes"] = Report.List(data.ClassNames),
        ["coverage"] = report.Coverage,
        ["overlapping"] = report.OverlapCount,
        ["repeated"] = report.RepeatedCounts.Sum(),
        ["identicalAcrossParts"] = report.IdenticalCount,
        ["sizes"] = new JsonObject
        {
            ["min"] = report.SmallestSize, ["median"] = report.MedianSize, ["max"] = report.LargestSize, ["variation"] = report.SizeVariation,
        },
        ["labelSkew"] = report.LabelSkew,
        ["leakedGroups"] = report.LeakedGroupCount,
        ["parts"] = new JsonArray([.. Enumerable.Range(0, partition.PartCount).Select(part => (JsonNode)new JsonObject
        {
            ["name"] = partition.Names[part],
            ["size"] = report.Sizes[part],
            ["repeated"] = report.RepeatedCounts[part],
            ["classCounts"] = new JsonArray([.. report.ClassCounts![part].Select(count => (JsonNode)count)]),
            ["emptyClasses"] = report.EmptyClassCounts![part],
            ["distance"] = report.LabelDistances![part],
        })]),
    };

    private void PrintFacts(Report output)
    {
        output.Facts(
            ("covered", $"{Words.Percent(report.Coverage)} of the samples are in some part"),
            ("in several parts", Words.Count(report.OverlapCount, "sample")),
            ("repeated in a part", Words.Count(report.RepeatedCounts.Sum(), "sample")),
            ("identical across parts", $"{Words.Count(report.IdenticalCount ?? 0, "sample")}, byte for byte"),
            ("sizes", $"{Words.Count(report.SmallestSize)} to {Words.Count(report.LargestSize)}, median {Words.Number(report.MedianSize)}, " +
                $"coefficient of variation {Decimals(report.SizeVariation)}"),
            ("label skew", $"{Decimals(report.LabelSkew ?? 0)} (mean total variation distance to the whole; 0 is none)"),
            ("parts without a class", $"{report.EmptyClassCounts!.Count(count => count > 0)} of {partition.PartCount}"));
        if (report.LeakedGroupCount is { } leaked)
            output.Facts(("groups in several parts", leaked == 0 ? "none" : $"{Words.Count(leaked)}, such as {string.Join(", ",
                report.LeakedGroups!.Select(group => $"'{data.GroupNames![(int)group.Group]}' in {Places(group.Parts)}"))}"));
        if (file is not null) output.Line($"Written to {file}.");
    }

    private string Places(IReadOnlyList<int> parts) => string.Join(" and ", parts.Take(3).Select(part => partition.Names[part])) + (parts.Count > 3 ? " …" : "");

    // A bar's height is the class's share of the part; the highest is the largest share that a class has in any part.
    private string Picture(IReadOnlyList<int> counts)
    {
        var scale = LargestShare * counts.Sum();
        return string.Concat(counts.Take(MostClasses).Select(count =>
            count == 0 ? NoBar : Bars[Math.Clamp((int)Math.Ceiling(count / scale * Bars.Length) - 1, 0, Bars.Length - 1)]));
    }

    private static string Decimals(double value) => value.ToString("F3", CultureInfo.InvariantCulture);
}
