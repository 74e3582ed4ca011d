using System.Numerics;
using Tutti.Tensors.Autograd;
using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>
/// A linear layer with some rows of a weight [rows, inputs] and bias [rows] that hold several layers one below the other, such as the
/// projections of an attention. The caller has checked the shapes.
/// </summary>
internal static class LinearRows
{
    internal static Tensor Run(Tensor input, Tensor weight, Tensor? bias, int firstRow, int outputs)
    {
        var source = Shaping.InRowMajorOrder(input);
        var result = Tensor.Allocate(Shape.Create([.. input.Shape.AsSpan()[..^1], outputs]), input.ElementType);
        if (input.ElementType == ElementType.Float32) Compute<float>(source, weight, bias, firstRow, result);
        else Compute<double>(source, weight, bias, firstRow, result);
        GC.KeepAlive(source);
        return Graph.Record(Primitives.LinearRows, result, bias is null ? [input, weight] : [input, weight, bias],
            new LinearRowsAttributes(firstRow, outputs));
    }

    private static void Compute<T>(Tensor source, Tensor weight, Tensor? bias, int firstRow, Tensor result)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (inputs, outputs) = (weight.Shape[1], result.Shape[-1]);
        MatMulDriver.Run(KernelSelector.For<T>(), result.ElementCount / outputs, outputs, inputs, source.Memory<T>(), inputs, 1,
            weight.Memory<T>().Slice(firstRow * inputs, outputs * inputs), 1, inputs, result.Memory<T>(), outputs,
            new MatMulEpilogue<T> { Bias = bias is null ? default : bias.Memory<T>().Slice(firstRow, outputs) });
    }
}

/// <summary>Which rows of the weight a linear layer uses.</summary>
internal sealed record LinearRowsAttributes(int FirstRow, int Outputs);
