using System.Numerics;
using Tutti.Tensors.Autograd;
using Tutti.Tensors.Kernels.Reference;

namespace Tutti.Tensors.Operations;

/// <summary>The negative log-likelihood of labels. Reads one element a label; that needs no vector kernel.</summary>
internal static class NegativeLogLikelihood
{
    internal static Tensor Run(Tensor input, Tensor target, NllLossOptions options)
    {
        var name = Primitives.NllLoss.Name;
        var shared = new CrossEntropyOptions { IgnoredLabel = options.IgnoredLabel, ClassWeights = options.ClassWeights };
        if (target is not null && target.ElementType != ElementType.Int64)
            throw new ArgumentException($"{name}: the target holds no labels. Got {target}. Expected Int64. Use KlDiv for probabilities.");
        CrossEntropyChecks.Run(name, input, target, shared);
        var labels = Shaping.InRowMajorOrder(target!);
        var weights = options.ClassWeights is { } given ? Shaping.InRowMajorOrder(given) : null;
        return input.ElementType == ElementType.Float32
            ? Run<float>(input, labels, weights, options)
            : Run<double>(input, labels, weights, options);
    }

    private static Tensor Run<T>(Tensor input, Tensor labels, Tensor? weights, NllLossOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var terms = Target<T>(labels, weights, options, input.Shape[1]);
        CrossEntropyChecks.Labels(Primitives.NllLoss.Name, terms);
        var source = Shaping.InRowMajorOrder(input);
        var losses = Tensor.Allocate(labels.Shape, input.ElementType);
        var values = source.Memory<T>();
        var target = losses.Memory<T>();
        var (positions, total) = (Positions(input), 0.0);
        for (var row = 0; row < target.Length; row++)
        {
            target[row] = terms.IsIgnored(row)
                ? T.Zero
                : T.CreateTruncating(-terms.ClassWeight((int)terms.Labels[row])) * values[Index(terms, row, positions)];
            total += double.CreateTruncating(target[row]);
        }
        GC.KeepAlive(source);
        var divisor = options.Reduction == LossReduction.Mean ? terms.Divisor(target.Length) : 1;
        var result = losses;
        if (options.Reduction != LossReduction.None)
        {
            losses.Storage.Release();
            result = Tensor.Scalar(total / divisor, input.ElementType);
        }
        return Graph.Record(Primitives.NllLoss, result, weights is null ? [input, labels] : [input, labels, weights],
            new NllLossAttributes(options, divisor));
    }

    /// <summary>The gradient: −w_y / divisor times the upstream at each label's element, 0 elsewhere.</summary>
    internal static void Gradient<T>(GraphNode node, Tensor gradient) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (options, divisor) = (NllLossAttributes)node.Attributes!;
        var terms = Target<T>(node.Inputs[1], node.Inputs.Length > 2 ? node.Inputs[2] : null, options, gradient.Shape[1]);
        var upstream = Shaping.InRowMajorOrder(node.Upstream);
        var factors = upstream.Memory<T>();
        var values = gradient.Memory<T>();
        var positions = Positions(gradient);
        values.Clear();
        for (var row = 0; row < terms.Labels.Length; row++)
        {
            if (terms.IsIgnored(row)) continue;
            var factor = double.CreateTruncating(factors[options.Reduction == LossReduction.None ? row : 0]);
            values[Index(terms, row, positions)] = T.CreateTruncating(-factor / divisor * terms.ClassWeight((int)terms.Labels[row]));
        }
        GC.KeepAlive(upstream);
    }

    private static int Positions(Tensor input) => Math.Max(1, input.ElementCount / Math.Max(1, input.Shape[0] * input.Shape[1]));

    private static int Index<T>(CrossEntropyTarget<T> terms, int row, int positions) where T : unmanaged, IFloatingPointIeee754<T> =>
        (row / positions * terms.Classes + (int)terms.Labels[row]) * positions + row % positions;

    private static CrossEntropyTarget<T> Target<T>(Tensor labels, Tensor? weights, NllLossOptions options, int classes)
        where T : unmanaged, IFloatingPointIeee754<T> => new()
        {
            Labels = labels.Memory<long>(),
            ClassWeights = weights is null ? default : weights.Memory<T>(),
            IgnoredLabel = options.IgnoredLabel,
            Classes = classes,
        };
}

/// <summary>What the gradient of a negative log-likelihood needs: how it was computed, and by what its sum was divided.</summary>
internal sealed record NllLossAttributes(NllLossOptions Options, double Divisor);
