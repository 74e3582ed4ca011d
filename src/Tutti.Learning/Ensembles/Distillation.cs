using Tutti.Learning.Data;
using Tutti.Tensors;

namespace Tutti.Learning.Ensembles;

/// <summary>
/// One network that learns what an ensemble says (Hinton, Vinyals and Dean: "Distilling the knowledge in a neural network", 2015):
/// <c>loss = a T² H(q, softmax(z / T)) + (1 − a) H(y, softmax(z))</c> with a = <see cref="DistillationOptions.TeacherShare"/>, the student's
/// logits z, and the teacher's probabilities p at the temperature: <c>q = softmax(log p / T)</c>. T² keeps both parts of one size.
/// </summary>
public static class Distillation
{
    /// <summary>Trains the student. The same arguments give the same bits.</summary>
    /// <param name="samples">What it learns from; targets are class numbers.</param>
    /// <param name="teacher">
    /// <c>[N, C]</c>, what the teacher says of the samples. Best what it says of rows that it has not seen, such as out-of-fold predictions:
    /// of the others it is too sure.
    /// </param>
    /// <param name="classCount">C, at least 2.</param>
    /// <param name="options">Student, temperature, share; null for the defaults.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The student.</returns>
    /// <exception cref="ArgumentException">Options are out of range (all problems are listed), sizes do not fit, or a value of the teacher is
    /// negative or not finite.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static NetworkClassifier Train(
        ISampleSource samples, ReadOnlySpan<double> teacher, int classCount, DistillationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        options ??= new DistillationOptions();
        options.ThrowIfInvalid();
        var labels = ClassifierInputs.Labels(samples, classCount, nameof(Distillation));
        if (teacher.Length != (long)labels.Length * classCount)
            throw new ArgumentException(
                $"Distillation: the teacher's probabilities do not fit. Got {teacher.Length} values. Expected {labels.Length} rows of {classCount}.", nameof(teacher));
        var wrong = teacher.IndexOfAnyExceptInRange(0, double.MaxValue);
        if (wrong >= 0)
            throw new ArgumentException(
                $"Distillation: no probability. Got {teacher[wrong]} in row {wrong / classCount}. Expected a finite number of at least " +
                "0.", nameof(teacher));
        var (temperature, share) = (options.Temperature, options.TeacherShare);
        var source = new TaughtSource(samples, Targets(teacher, labels, classCount, temperature), classCount);
        return NetworkClassifier.Train(options.Student, source, classCount, Loss, options.Seed, options.ComputeThreads, cancellation);

        Tensor Loss(Tensor output, Tensor target) =>
            (output * (1 / temperature)).CrossEntropy(target.Narrow(1, 0, classCount)) * (share * temperature * temperature)
            + output.CrossEntropy(target.Narrow(1, classCount, classCount)) * (1 - share);
    }

    // A row: the teacher's probabilities at the temperature, then 1 for the class itself.
    internal static float[] Targets(ReadOnlySpan<double> teacher, long[] labels, int classCount, double temperature)
    {
        var (targets, row) = (new float[labels.Length * 2 * classCount], new double[classCount]);
        for (var index = 0; index < labels.Length; index++)
        {
            for (var i = 0; i < classCount; i++) row[i] = Math.Log(teacher[index * classCount + i]) / temperature;
            Softmax.Apply(row);
            for (var i = 0; i < classCount; i++) targets[index * 2 * classCount + i] = (float)row[i];
            targets[(index * 2 + 1) * classCount + (int)labels[index]] = 1;
        }
        return targets;
    }
}
