using System.Numerics;
using Tutti.Tensors.Autograd;
using Tutti.Tensors.Kernels;
using Tutti.Tensors.Kernels.Reference;

namespace Tutti.Tensors.Operations;

/// <summary>Losses as one operation each: nothing is computed twice, and the gradient needs one pass.</summary>
internal static class Losses
{
    internal static Tensor CrossEntropy(Tensor logits, Tensor target, CrossEntropyOptions options)
    {
        CrossEntropyChecks.Run(logits, target, options);
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

    internal static Tensor MeanSquaredError(Tensor input, Tensor target, LossReduction reduction)
    {
        var name = Primitives.MeanSquaredError.Name;
        Operand.CheckSameType(name, input, target);
        Operand.CheckFloatingPoint(name, input);
        if (input.Shape != target.Shape)
            throw new ArgumentException(
                $"{name}: the shapes differ. Got {input.Shape} and {target.Shape}. Expected one shape. Reshape or expand one side.");
        var result = Tensor.Allocate(reduction == LossReduction.None ? input.Shape : [], input.ElementType);
        if (input.ElementType == ElementType.Float32) MeanSquaredError<float>(input, target, reduction, result);
        else MeanSquaredError<double>(input, target, reduction, result);
        return Graph.Record(Primitives.MeanSquaredError, result, [input, target], reduction);
    }

    private static void MeanSquaredError<T>(Tensor input, Tensor target, LossReduction reduction, Tensor result)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var kernels = KernelSelector.For<T>();
        var order = Strides.RowMajor(input.Shape);
        var (left, right) = (Shaping.InOrder(input, order), Shaping.InOrder(target, order));
        if (reduction == LossReduction.None)
            kernels.SquaredDifferences(left.Memory<T>(), right.Memory<T>(), result.Memory<T>());
        else
        {
            var sum = kernels.SumOfSquaredDifferences(left.Memory<T>(), right.Memory<T>());
            result.Memory<T>()[0] = T.CreateTruncating(reduction == LossReduction.Mean ? sum / input.ElementCount : sum);
        }
        GC.KeepAlive(left);
        GC.KeepAlive(right);
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
        CrossEntropyChecks.Labels(terms);

        var probabilities = Tensor.Allocate(logits.Shape, logits.ElementType);
        var extrema = Tensor.Allocate([2, rows], logits.ElementType);
        var losses = Tensor.Allocate([rows], logits.ElementType);
        var maxima = extrema.Memory<T>()[..rows];
        var logSums = extrema.Memory<T>()[rows..];
        KernelSelector.For<T>().Softmax(source.Memory<T>(), classes, probabilities.Memory<T>(), maxima, logSums);
        var sum = Kernels.Reference.CrossEntropy.Run(source.Memory<T>(), maxima, logSums, terms, losses.Memory<T>());
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
