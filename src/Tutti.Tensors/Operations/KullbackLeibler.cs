using System.Numerics;
using Tutti.Tensors.Autograd;
using Tutti.Tensors.Kernels.Reference;

namespace Tutti.Tensors.Operations;

/// <summary>The Kullback-Leibler divergence as one operation.</summary>
internal static class KullbackLeibler
{
    internal static Tensor Run(Tensor input, Tensor target, KlDivOptions options)
    {
        var name = Primitives.KlDiv.Name;
        ElementLosses.Check(name, input, target);
        ElementLosses.CheckNoGradient(name, "target", target);
        var isOverSamples = options is { Reduction: LossReduction.Mean, MeanOverSamples: true };
        if (isOverSamples && input.Shape.Rank == 0)
            throw new ArgumentException(
                $"{name}: a single number has no samples. Got {input}. Expected at least one dimension, or MeanOverSamples false.");
        var divisor = isOverSamples ? input.Shape[0] : ElementLosses.Divisor(options.Reduction, input);
        var (source, goal) = (Shaping.InRowMajorOrder(input), Shaping.InRowMajorOrder(target));
        var result = input.ElementType == ElementType.Float32
            ? Compute<float>(source, goal, options, divisor)
            : Compute<double>(source, goal, options, divisor);
        return Graph.Record(Primitives.KlDiv, result, [input], new KlDivAttributes(goal, options, divisor));
    }

    private static Tensor Compute<T>(Tensor input, Tensor target, KlDivOptions options, double divisor)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ElementLosses.Reduce<T>(input, options.Reduction, divisor, (start, losses) =>
            Divergence.Losses<T>(input.Memory<T>()[start..], target.Memory<T>()[start..], options.IsLogTarget, losses));
}

/// <summary>What the gradient of a divergence needs; the target is row-major.</summary>
internal sealed record KlDivAttributes(Tensor Target, KlDivOptions Options, double Divisor);
