using System.Numerics;
using Tutti.Tensors.Kernels.Reference;

namespace Tutti.Tensors.Operations;

/// <summary>Double totals of a reduction, from 0, for the time of one operation.</summary>
internal readonly ref struct ReductionTotals : IDisposable
{
    private readonly Scratch<double> memory;

    internal ReductionTotals(int count)
    {
        memory = new Scratch<double>(count);
        memory.Span.Clear();
    }

    internal Span<double> Span => memory.Span;

    /// <summary>result = totals / divisor, rounded once, where the totals lie in the given order and the result is row-major.</summary>
    internal void Write<T>(double divisor, Strides order, Tensor result) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var totals = Span;
        var target = result.Memory<T>();
        if (order.AgreesWith(Strides.RowMajor(result.Shape), result.Shape))
        {
            for (var i = 0; i < target.Length; i++) target[i] = T.CreateTruncating(totals[i] / divisor);
            return;
        }
        using var rounded = new Scratch<T>(totals.Length);
        var values = rounded.Span;
        for (var i = 0; i < values.Length; i++) values[i] = T.CreateTruncating(totals[i] / divisor);
        StridedCopy.Run<T>(result.Shape, values, order, target, result.Strides);
    }

    public void Dispose() => memory.Dispose();
}
