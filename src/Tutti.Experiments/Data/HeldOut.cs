using Tutti.Learning.Data;
using Tutti.Tensors;

namespace Tutti.Experiments.Data;

/// <summary>
/// Every tenth row is held out to measure on. So the test rows of the first n samples are test rows of any larger number too, and nothing
/// that is learned
/// from the training rows of the largest has seen them.
/// </summary>
internal static class HeldOut
{
    internal const int Every = 10;

    internal static bool IsTest(int row) => row % Every == Every - 1;

    internal static int TrainCount(int rowCount) => rowCount - rowCount / Every;

    /// <summary>The rows to learn from.</summary>
    internal static LabelledRows Train(LabelledRows rows) => Select(rows, isTest: false);

    /// <summary>Both parts as data sets, of samples that have a shape if they are given one.</summary>
    internal static ClassificationSplits Split(LabelledRows rows, Shape? sampleShape = null) =>
        new(rows.Name, ToDataset(Select(rows, isTest: false), "train", sampleShape), ToDataset(Select(rows, isTest: true), "test", sampleShape));

    private static LabelledRows Select(LabelledRows rows, bool isTest)
    {
        var chosen = Enumerable.Range(0, rows.Count).Where(row => IsTest(row) == isTest).ToArray();
        var values = new float[chosen.Length * rows.Width];
        for (var target = 0; target < chosen.Length; target++)
            rows.Values.AsSpan(chosen[target] * rows.Width, rows.Width).CopyTo(values.AsSpan(target * rows.Width));
        return rows with { Values = values, Labels = Array.ConvertAll(chosen, row => rows.Labels[row]) };
    }

    private static ClassificationDataset ToDataset(LabelledRows rows, string part, Shape? sampleShape) => ClassificationDataset.FromFloats(
        $"{rows.Name}/{part}", rows.Values, rows.Labels, sampleShape ?? [rows.Width],
        [.. Enumerable.Range(0, rows.ClassCount).Select(label => $"{label}")], Standardization.None);
}
