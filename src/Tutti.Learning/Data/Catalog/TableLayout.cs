using Tutti.Learning.Data.Partitions;
using Tutti.Learning.Data.Sources.Tables;
using Tutti.Learning.Data.Transforms;
using Tutti.Tensors;

namespace Tutti.Learning.Data.Catalog;

/// <summary>Data sets that are one table of numbers and labels, of which a fifth is for measuring.</summary>
internal static class TableLayout
{
    private const double TestShare = 0.2;

    /// <summary>scikit-learn's digits: 8 × 8 grey levels of 0 to 16.</summary>
    internal static DatasetLayout Digits { get; } = Of(["digits.csv.gz"], folder => DigitsFile.Read(Path.Combine(folder, "digits.csv.gz")));

    /// <summary>UCI's cover types, in full or in part; each measurement is standardised for itself.</summary>
    internal static DatasetLayout Covertype { get; } = Of(
        ["covtype.data|covtype.data.gz"], folder => CovertypeFile.Read(FindFile(folder, "covtype.data|covtype.data.gz")!), scalesColumns: true);

    /// <summary>Heartbeats of 140 samples, normal or anomalous.</summary>
    internal static DatasetLayout Ecg5000 { get; } = Of(
        ["ECG5000_TRAIN.txt", "ECG5000_TEST.txt|ECG5000_TEST_binary_reconstructed.csv"], Ecg5000Folder.Read);

    /// <summary>
    /// Splits a table so that each class has the same share in both parts; always in the same way. A scaler, if any, learns from the
    /// training part unless it has learned already.
    /// </summary>
    internal static ClassificationSplits Split(
        string name, NumericTable table, Shape sampleShape, Standardization standardization, double testShare, StandardScaler? scaler)
    {
        var fold = Folds.StratifiedTrainTest(Array.ConvertAll(table.Labels!, label => (long)label), testShare, seed: 0);
        var (train, test) = (Rows(table, fold.TrainRows), Rows(table, fold.TestRows));
        if (scaler is not null)
        {
            if (!scaler.IsFitted) scaler.Fit(train);
            (train, test) = (scaler.Apply(train), scaler.Apply(test));
        }
        return new ClassificationSplits(
            name, Part(name + "/train", train, fold.TrainRows), Part(name + "/test", test, fold.TestRows))
        {
            Columns = scaler?.Scaling,
        };

        ClassificationDataset Part(string part, Tensor values, IReadOnlyList<int> rows) => ClassificationDataset.FromFloats(
            part, values.ToArray<float>(), [.. rows.Select(row => (byte)table.Labels![row])], sampleShape, table.ClassNames!, standardization)
            .WithGroups(table.Groups is { } groups ? [.. rows.Select(row => groups[row])] : null, table.GroupNames);
    }

    private static DatasetLayout Of(string[] files, Func<string, NumericTable> read, bool scalesColumns = false) => new(
        folder => [.. files.Where(file => FindFile(folder, file) is null).Select(file => file.Replace("|", " or ", StringComparison.Ordinal))],
        (folder, known) => Split(
            known!.Name, read(folder), known.SampleShape, known.Standardization, TestShare, scalesColumns ? new StandardScaler() : null));

    // The first of several names that the folder has.
    private static string? FindFile(string folder, string names) =>
        names.Split('|').Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static Tensor Rows(NumericTable table, IReadOnlyList<int> rows)
    {
        var values = new float[rows.Count * table.ColumnCount];
        for (var i = 0; i < rows.Count; i++) table.Row(rows[i]).CopyTo(values.AsSpan(i * table.ColumnCount));
        return Tensor.From(values, [rows.Count, table.ColumnCount]);
    }
}
