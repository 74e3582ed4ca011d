using System.Numerics;
using Tutti.Tensors.Autograd;
using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>What losses of single elements have in common: checks, and how a reduction is computed without keeping all of them.</summary>
internal static class ElementLosses
{
    // Elements computed at a time: two operands and the losses stay in the first cache.
    private const int Chunk = 2048;

    /// <summary>Computes the losses of the elements from a position on into the span.</summary>
    internal delegate void Kernel<T>(int start, Span<T> losses) where T : unmanaged;

    internal static void Check(string name, Tensor input, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(target);
        Operand.CheckSameType(name, input, target);
        Operand.CheckFloatingPoint(name, input);
        if (input.Shape != target.Shape)
            throw new ArgumentException(
                $"{name}: the shapes differ. Got {input.Shape} and {target.Shape}. Expected one shape. Reshape or expand one side.");
    }

    internal static void CheckNoGradient(string name, string operand, Tensor? tensor)
    {
        if (tensor is { TracksGradient: true } && !Graph.IsPaused)
            throw new ArgumentException(
                $"{name}: no gradient flows to the {operand}. Got {tensor}. Expected one that tracks none. Call Detach() first.");
    }

    /// <summary>All losses, row-major, or their sum divided by the divisor. The sum is made of chunks of a fixed size, in order.</summary>
    internal static Tensor Reduce<T>(Tensor input, LossReduction reduction, double divisor, Kernel<T> kernel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (reduction == LossReduction.None)
        {
            var losses = Tensor.Allocate(input.Shape, input.ElementType);
            kernel(0, losses.Memory<T>());
            return losses;
        }
        var kernels = KernelSelector.For<T>();
        var count = input.ElementCount;
        using var scratch = new Scratch<T>(Math.Min(count, Chunk));
        var total = 0.0;
        for (var start = 0; start < count; start += Chunk)
        {
            var losses = scratch.Span[..Math.Min(Chunk, count - start)];
            kernel(start, losses);
            total += kernels.Total(losses);
        }
        return Tensor.Scalar(total / divisor, input.ElementType);
    }

    /// <summary>What the mean or the sum divides by.</summary>
    internal static double Divisor(LossReduction reduction, Tensor input) => reduction == LossReduction.Mean ? input.ElementCount : 1;
}
