using System.Numerics;
using Tutti.Tensors.Autograd;
using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>Binary cross entropy of logits. Weights that broadcast are written out; they are rare, and small beside a network.</summary>
internal static class BinaryCrossEntropies
{
    internal static Tensor Run(Tensor input, Tensor target, BinaryCrossEntropyOptions options)
    {
        var name = Primitives.BinaryCrossEntropy.Name;
        ElementLosses.Check(name, input, target);
        ElementLosses.CheckNoGradient(name, "target", target);
        var logits = Shaping.InRowMajorOrder(input);
        var operands = new BinaryCrossEntropyAttributes(Shaping.InRowMajorOrder(target),
            WrittenOut(input, options.Weights, nameof(options.Weights)),
            WrittenOut(input, options.PositiveWeights, nameof(options.PositiveWeights)), options.Reduction);
        var result = input.ElementType == ElementType.Float32 ? Compute<float>(logits, operands) : Compute<double>(logits, operands);
        return Graph.Record(Primitives.BinaryCrossEntropy, result, [input], operands);
    }

    private static Tensor Compute<T>(Tensor logits, BinaryCrossEntropyAttributes operands) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var kernels = KernelSelector.For<T>();
        var reduction = operands.Reduction;
        return ElementLosses.Reduce<T>(logits, reduction, ElementLosses.Divisor(reduction, logits), (start, losses) =>
            kernels.BinaryCrossEntropies(logits.Memory<T>()[start..], operands.Target.Memory<T>()[start..],
                Values<T>(operands.Weights, start), Values<T>(operands.PositiveWeights, start), losses));
    }

    /// <summary>The weights from an element on, or nothing.</summary>
    internal static ReadOnlySpan<T> Values<T>(Tensor? weights, int start) where T : unmanaged =>
        weights is null ? default : weights.Memory<T>()[start..];

    private static Tensor? WrittenOut(Tensor input, Tensor? weights, string option)
    {
        if (weights is null) return null;
        var name = Primitives.BinaryCrossEntropy.Name;
        Operand.CheckSameType(name, input, weights);
        ElementLosses.CheckNoGradient(name, option, weights);
        if (Broadcasting.Common($"{name}: {option}", weights.Shape, input.Shape) != input.Shape)
            throw new ArgumentException(
                $"{name}: {option} do not fit the logits. Got {weights.Shape} for {input.Shape}. Expected a shape that broadcasts to it.");
        return Shaping.InRowMajorOrder(Shaping.Expand(weights.Detach(), input.Shape));
    }
}

/// <summary>What the gradient of a binary cross entropy needs besides the logits; all row-major, of the logits' shape.</summary>
internal sealed record BinaryCrossEntropyAttributes(Tensor Target, Tensor? Weights, Tensor? PositiveWeights, LossReduction Reduction);
