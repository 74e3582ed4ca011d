namespace Tutti.Learning.Metrics;

/// <summary>
/// How often rows of each class were predicted to be of each class, and what follows from it. For a class c: precision = TP / (TP + FP),
/// recall = TP / (TP + FN), F1 = 2 TP / (2 TP + FP + FN), with TP the rows of c that were predicted so, FP the other rows that were, FN the
/// rows of c that were not. Where a denominator is 0 the value is 0. Immutable.
/// </summary>
public sealed class ConfusionMatrix
{
    private readonly long[] counts;
    private readonly long[] ofClass, predicted;

    private ConfusionMatrix(int classCount, long[] counts, int rowCount)
    {
        ClassCount = classCount;
        this.counts = counts;
        RowCount = rowCount;
        (ofClass, predicted) = (new long[classCount], new long[classCount]);
        for (var own = 0; own < classCount; own++)
            for (var other = 0; other < classCount; other++)
            {
                ofClass[own] += this[own, other];
                predicted[other] += this[own, other];
            }
    }

    /// <summary>C, how many classes there are.</summary>
    public int ClassCount { get; }

    /// <summary>How many rows were counted.</summary>
    public int RowCount { get; }

    /// <summary>The share of rows on the diagonal.</summary>
    public double Accuracy => (double)Enumerable.Range(0, ClassCount).Sum(own => this[own, own]) / RowCount;

    /// <summary>The mean of <see cref="Precision"/> over the classes that occur, as labels or predictions.</summary>
    public double MacroPrecision => Macro(Precision);

    /// <summary>The mean of <see cref="Recall"/> over the classes that occur, as labels or predictions.</summary>
    public double MacroRecall => Macro(Recall);

    /// <summary>The mean of <see cref="F1"/> over the classes that occur, as labels or predictions.</summary>
    public double MacroF1 => Macro(F1);

    /// <summary>F1 from the sums of TP, FP and FN over all classes: for one class a row this is the accuracy, as are precision and
    /// recall.</summary>
    public double MicroF1 => Accuracy;

    /// <summary>How many rows of a class were predicted to be of another, or the same.</summary>
    /// <param name="label">The rows' own class.</param>
    /// <param name="prediction">The predicted class.</param>
    public long this[int label, int prediction] => counts[Check(label) * ClassCount + Check(prediction)];

    /// <summary>Counts rows.</summary>
    /// <param name="labels">N class numbers, 0 … C − 1.</param>
    /// <param name="predictions">N predicted class numbers, 0 … C − 1.</param>
    /// <param name="classCount">C, 1 … 46,340. Default: as many as the greatest number needs.</param>
    /// <returns>The matrix.</returns>
    /// <exception cref="ArgumentException">The lengths differ, there are no rows, or a number is out of range.</exception>
    public static ConfusionMatrix Of(ReadOnlySpan<long> labels, ReadOnlySpan<long> predictions, int? classCount = null)
    {
        const int mostClasses = 46_340;
        MetricChecks.SameLength("ConfusionMatrix", labels.Length, predictions.Length);
        long greatest = 0;
        for (var row = 0; row < labels.Length; row++) greatest = Math.Max(greatest, Math.Max(labels[row], predictions[row]));
        var count = classCount ?? (int)Math.Min(mostClasses, greatest + 1);
        if (count is < 1 or > mostClasses)
            throw new ArgumentException($"ConfusionMatrix: an impossible number of classes. Got {count}. Expected 1 to {mostClasses}.");
        var counts = new long[count * count];
        for (var row = 0; row < labels.Length; row++)
        {
            if ((ulong)labels[row] >= (ulong)count || (ulong)predictions[row] >= (ulong)count)
                throw new ArgumentException(
                    $"ConfusionMatrix: a class is out of range. Got label {labels[row]} and prediction {predictions[row]} in row {row}. " +
                    $"Expected 0 to {count - 1}.");
            counts[labels[row] * count + predictions[row]]++;
        }
        return new ConfusionMatrix(count, counts, labels.Length);
    }

    /// <summary>Which share of the rows predicted to be of a class are.</summary>
    /// <param name="label">The class.</param>
    /// <returns>0 … 1; 0 if none was predicted so.</returns>
    public double Precision(int label) => Share(this[label, label], predicted[label]);

    /// <summary>Which share of the rows of a class were predicted so.</summary>
    /// <param name="label">The class.</param>
    /// <returns>0 … 1; 0 if there are none.</returns>
    public double Recall(int label) => Share(this[label, label], ofClass[label]);

    /// <summary>The harmonic mean of precision and recall.</summary>
    /// <param name="label">The class.</param>
    /// <returns>0 … 1; 0 if the class does not occur.</returns>
    public double F1(int label) => Share(2 * this[label, label], ofClass[label] + predicted[label]);

    /// <summary>The counts, a row a class, a column a predicted class.</summary>
    /// <returns>A new array of C · C counts.</returns>
    public long[] ToArray() => [.. counts];

    private static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;

    private double Macro(Func<int, double> ofOne) =>
        Enumerable.Range(0, ClassCount).Where(label => ofClass[label] + predicted[label] > 0).Average(ofOne);

    private int Check(int label) => (uint)label < (uint)ClassCount ? label : throw new ArgumentOutOfRangeException(
        nameof(label), label, $"ConfusionMatrix: no such class. Got {label}. Expected 0 to {ClassCount - 1}.");
}
