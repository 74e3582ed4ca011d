using System.Numerics;
using Tutti.Tensors.Autograd;
using Tutti.Tensors.Kernels;
using Tutti.Tensors.Kernels.Reference;

namespace Tutti.Tensors.Operations;

/// <summary>Cross entropy as one operation: nothing is computed twice, and the gradient needs one pass.</summary>
internal static class CrossEntropies
{
    private const int ElementsPerThread = 1 << 14;

    internal static Tensor Run(Tensor logits, Tensor target, CrossEntropyOptions options)
    {
        CrossEntropyChecks.Run(Primitives.CrossEntropy.Name, logits, target, options);
        if (logits.Shape.Rank == 2) return Rows(logits, target, options);

        // [N, C, …] becomes rows [N · …, C].
        int[] order = [0, .. Enumerable.Range(2, logits.Shape.Rank - 2), 1];
        var classes = logits.Shape[1];
        var rows = logits.ElementCount / classes;
        var isLabels = target.ElementType == ElementType.Int64;
        Shape samples = Shape.Create([logits.Shape[0], .. logits.Shape.AsSpan()[2..]]);
        var losses = Rows(logits.Permute(order).Reshape([rows, classes]),
            isLabels ? target.Reshape([rows]) : target.Permute(order).Reshape([rows, classes]), options);
        return options.Reduction == LossReduction.None ? losses.Reshape(samples) : losses;
    }

    private static Tensor Rows(Tensor logits, Tensor target, CrossEntropyOptions options) =>
        logits.ElementType == ElementType.Float32 ? Rows<float>(logits, target, options) : Rows<double>(logits, target, options);

    private static Tensor Rows<T>(Tensor logits, Tensor target, CrossEntropyOptions options) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (rows, classes) = (logits.Shape[0], logits.Shape[1]);
        var source = Shaping.InRowMajorOrder(logits);
        target = Shaping.InRowMajorOrder(target);
        var weights = options.ClassWeights is { } given ? Shaping.InRowMajorOrder(given) : null;
        var terms = Target<T>(target, weights, options, classes);
        CrossEntropyChecks.Labels(Primitives.CrossEntropy.Name, terms);

        var probabilities = Tensor.Allocate(logits.Shape, logits.ElementType);
        var extrema = Tensor.Allocate([2, rows], logits.ElementType);
        var losses = Tensor.Allocate([rows], logits.ElementType);
        ParallelRange.Run(rows, Grain(classes), new CrossEntropyRows<T>
        {
            Logits = source.Memory<T>(),
            Target = terms,
            Probabilities = probabilities.Memory<T>(),
            Maxima = extrema.Memory<T>()[..rows],
            LogSums = extrema.Memory<T>()[rows..],
            Losses = losses.Memory<T>(),
        });
        var sum = Totals.Sum<T>(losses.Memory<T>());
        var divisor = options.Reduction == LossReduction.Mean ? terms.Divisor(rows) : 1;
        extrema.Storage.Release();
        GC.KeepAlive(source);

        var result = losses;
        if (options.Reduction != LossReduction.None)
        {
            losses.Storage.Release();
            result = Tensor.Scalar(sum / divisor, logits.ElementType);
        }
        return Graph.Record(Primitives.CrossEntropy, result, weights is null ? [logits, target] : [logits, target, weights],
            new CrossEntropyAttributes(options, divisor), workspace: [probabilities]);
    }

    /// <summary>The fewest rows worth a thread.</summary>
    internal static int Grain(int classes) => Math.Max(1, ElementsPerThread / classes);

    /// <summary>The kernels' view of a contiguous target.</summary>
    internal static CrossEntropyTarget<T> Target<T>(Tensor target, Tensor? weights, CrossEntropyOptions options, int classes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var isLabels = target.ElementType == ElementType.Int64;
        return new()
        {
            Labels = isLabels ? target.Memory<long>() : default,
            Probabilities = isLabels ? default : target.Memory<T>(),
            ClassWeights = weights is null ? default : weights.Memory<T>(),
            Smoothing = options.LabelSmoothing,
            IgnoredLabel = isLabels ? options.IgnoredLabel : null,
            Classes = classes,
        };
    }
}

/// <summary>What the gradient of a cross entropy needs: how it was computed, and by what its sum was divided.</summary>
internal sealed record CrossEntropyAttributes(CrossEntropyOptions Options, double Divisor);
