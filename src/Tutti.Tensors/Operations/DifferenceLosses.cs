using System.Numerics;
using Tutti.Tensors.Autograd;
using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>Losses that are a function of input − target, as one operation each.</summary>
internal static class DifferenceLosses
{
    internal static Tensor Huber(Tensor input, Tensor target, double delta, LossReduction reduction)
    {
        if (!(delta > 0 && double.IsFinite(delta)))
            throw new ArgumentException(
                $"{Primitives.HuberLoss.Name}: delta is out of range. Got {delta}. Expected a finite number more than 0.");
        return Run(Primitives.HuberLoss, new(DifferenceLossKind.Huber, delta), input, target, reduction);
    }

    internal static Tensor SmoothL1(Tensor input, Tensor target, double beta, LossReduction reduction)
    {
        if (!(beta >= 0 && double.IsFinite(beta)))
            throw new ArgumentException(
                $"{Primitives.SmoothL1Loss.Name}: beta is out of range. Got {beta}. Expected a finite number, at least 0.");
        var loss = beta == 0 ? new DifferenceLoss(DifferenceLossKind.Absolute) : new(DifferenceLossKind.Huber, beta, 1 / beta);
        return Run(Primitives.SmoothL1Loss, loss, input, target, reduction);
    }

    internal static Tensor Run(Primitive primitive, DifferenceLoss loss, Tensor input, Tensor target, LossReduction reduction)
    {
        ElementLosses.Check(primitive.Name, input, target);
        var (left, right) = (Shaping.InRowMajorOrder(input), Shaping.InRowMajorOrder(target));
        var result = input.ElementType == ElementType.Float32
            ? Compute<float>(loss, left, right, reduction)
            : Compute<double>(loss, left, right, reduction);
        return Graph.Record(primitive, result, [input, target], new DifferenceLossAttributes(loss, reduction));
    }

    private static Tensor Compute<T>(DifferenceLoss loss, Tensor left, Tensor right, LossReduction reduction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var kernels = KernelSelector.For<T>();
        return ElementLosses.Reduce<T>(left, reduction, ElementLosses.Divisor(reduction, left), (start, losses) =>
            kernels.DifferenceLosses(loss, left.Memory<T>()[start..], right.Memory<T>()[start..], losses));
    }
}

/// <summary>What the gradient of such a loss needs.</summary>
internal sealed record DifferenceLossAttributes(DifferenceLoss Loss, LossReduction Reduction);
