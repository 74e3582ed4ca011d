using System.Numerics;
using Tutti.Learning.Training;
using Tutti.Tensors;

namespace Tutti.Learning.Metrics;

/// <summary>What logits <c>[N, C]</c> say about classes. Among equal logits the lowest class counts.</summary>
public static partial class Classification
{
    /// <summary>Counts the samples whose greatest logit is that of their own class.</summary>
    /// <param name="logits"><c>[N, C]</c> Float32, contiguous.</param>
    /// <param name="labels">N class numbers.</param>
    /// <returns>0 … N.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    public static int CountCorrect(Tensor logits, ReadOnlySpan<long> labels)
    {
        ArgumentNullException.ThrowIfNull(logits);
        if (logits.Shape.Rank != 2 || logits.Shape[0] != labels.Length || logits.Shape[1] == 0)
            throw new ArgumentException(
                $"CountCorrect: logits and labels do not fit. Got {logits} and {labels.Length} labels. Expected [{labels.Length}, C], C ≥ 1.");
        var values = logits.AsSpan<float>();
        var classCount = logits.Shape[1];
        var correct = 0;
        for (var row = 0; row < labels.Length; row++)
            if (MostLikely<float>(values.Slice(row * classCount, classCount)) == labels[row]) correct++;
        GC.KeepAlive(logits);
        return correct;
    }

    /// <summary>The most likely class of each sample with its softmax probability.</summary>
    /// <param name="logits"><c>[N, C]</c> Float32, contiguous.</param>
    /// <returns>N predictions.</returns>
    /// <exception cref="ArgumentException">Not a matrix.</exception>
    public static Prediction[] Predict(Tensor logits)
    {
        ArgumentNullException.ThrowIfNull(logits);
        if (logits.Shape.Rank != 2 || logits.Shape[1] == 0)
            throw new ArgumentException($"Predict: not a row of logits a sample. Got {logits}. Expected [N, C], C ≥ 1.");
        var values = logits.AsSpan<float>();
        var classCount = logits.Shape[1];
        var predictions = new Prediction[logits.Shape[0]];
        for (var row = 0; row < predictions.Length; row++)
        {
            var own = values.Slice(row * classCount, classCount);
            var best = MostLikely<float>(own);
            double sum = 0;
            foreach (var logit in own) sum += Math.Exp(logit - own[best]);
            predictions[row] = new Prediction(best, (float)(1 / sum));
        }
        GC.KeepAlive(logits);
        return predictions;
    }

    /// <summary>The class of the greatest of a row's logits or probabilities; the lowest class among equals.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="values">C values, at least 1. One that is not a number counts only where it is the first, which then wins.</param>
    /// <returns>0 … C − 1.</returns>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static int MostLikely<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (values.IsEmpty) throw new ArgumentException("MostLikely: no classes. Got no values. Expected one a class.", nameof(values));
        var best = 0;
        for (var i = 1; i < values.Length; i++)
            if (values[i] > values[best]) best = i;
        return best;
    }
}
