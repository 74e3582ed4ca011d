namespace Tutti.Learning.Runs;

/// <summary>The data that a run learns from and is measured on.</summary>
/// <param name="Name">The data set.</param>
/// <param name="TrainCount">Samples to learn from.</param>
/// <param name="TestCount">Samples to measure on.</param>
/// <param name="TrainDigest">The digest of the training part.</param>
/// <param name="TestDigest">The digest of the test part.</param>
/// <param name="Mean">What is subtracted from samples.</param>
/// <param name="StandardDeviation">What samples are divided by.</param>
public sealed record RunData(
    string Name, int TrainCount, int TestCount, string TrainDigest, string TestDigest, float Mean, float StandardDeviation)
{
    /// <summary>The names of the classes; the label is the index. Null in records that older versions wrote.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>What the columns of a table were standardised with; null where there are none.</summary>
    public Data.ColumnScaling? Columns { get; init; }

    /// <summary>What a run records about a data set; computes its digests.</summary>
    /// <param name="splits">The data set.</param>
    /// <returns>The facts.</returns>
    public static RunData Of(Data.ClassificationSplits splits)
    {
        ArgumentNullException.ThrowIfNull(splits);
        var (train, test) = (splits.Train, splits.Test);
        return new RunData(splits.Name, train.Count, test.Count, train.Digest, test.Digest,
            train.Standardization.Mean, train.Standardization.StandardDeviation) { Classes = train.ClassNames, Columns = splits.Columns };
    }
}
