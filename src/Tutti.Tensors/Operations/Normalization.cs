using System.Numerics;
using Tutti.Tensors.Autograd;
using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>Softmax and its logarithm. The primitives work along the last dimension; another one is brought there.</summary>
internal static class Normalization
{
    internal static Tensor Softmax(Tensor input, int dimension) => Along(Primitives.Softmax, input, dimension);

    internal static Tensor LogSoftmax(Tensor input, int dimension) => Along(Primitives.LogSoftmax, input, dimension);

    private static Tensor Along(Primitive primitive, Tensor input, int dimension)
    {
        Operand.CheckFloatingPoint(primitive.Name, input);
        var along = Operand.Dimension(primitive.Name, input, dimension);
        return along == input.Shape.Rank - 1
            ? AlongLast(primitive, input)
            : AlongLast(primitive, input.Transpose(along, -1)).Transpose(along, -1);
    }

    private static Tensor AlongLast(Primitive primitive, Tensor input)
    {
        var rows = Shaping.InRowMajorOrder(input);
        var result = Tensor.Allocate(input.Shape, input.ElementType);
        if (input.ElementType == ElementType.Float32) Compute<float>(primitive, rows, result);
        else Compute<double>(primitive, rows, result);
        GC.KeepAlive(rows);
        return Graph.Record(primitive, result, [input], keepOutput: true);
    }

    private static void Compute<T>(Primitive primitive, Tensor rows, Tensor result) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var kernels = KernelSelector.For<T>();
        if (primitive == Primitives.Softmax) kernels.Softmax(rows.Memory<T>(), rows.Shape[-1], result.Memory<T>(), default, default);
        else kernels.LogSoftmax(rows.Memory<T>(), rows.Shape[-1], result.Memory<T>());
    }
}
