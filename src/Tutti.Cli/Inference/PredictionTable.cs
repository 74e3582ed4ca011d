using System.Globalization;
using System.Text.Json.Nodes;
using Tutti.Learning.Data;
using Tutti.Learning.Training;

namespace Tutti.Cli.Inference;

/// <summary>Predictions of the first samples of a data set, as CSV or JSON.</summary>
internal sealed class PredictionTable(ClassificationDataset data, IReadOnlyList<Prediction> predictions, int count)
{
    internal int Count { get; } = Math.Min(count, predictions.Count);

    /// <summary>Writes a line a sample: number, class number, class name, probability, and the true class number.</summary>
    internal void WriteCsv(TextWriter output)
    {
        output.WriteLine("index,label,class,probability,actual");
        var actual = ActualLabels();
        for (var index = 0; index < Count; index++)
        {
            var (label, probability) = predictions[index];
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{index},{label},{Quote(data.ClassNames[label])},{probability:R},{actual[index]}"));
        }
    }

    internal JsonArray ToJson()
    {
        var actual = ActualLabels();
        return [.. Enumerable.Range(0, Count).Select(index => new JsonObject
        {
            ["index"] = index,
            ["label"] = predictions[index].Label,
            ["class"] = data.ClassNames[predictions[index].Label],
            ["probability"] = predictions[index].Probability,
            ["actual"] = actual[index],
        })];
    }

    private long[] ActualLabels()
    {
        var labels = new long[Count];
        data.CopyLabels([.. Enumerable.Range(0, Count)], labels);
        return labels;
    }

    // RFC 4180: a field with a comma, a quote or a line break stands in quotes, its own quotes doubled.
    private static string Quote(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
