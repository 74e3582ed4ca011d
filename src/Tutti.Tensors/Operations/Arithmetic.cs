using System.Numerics;
using Tutti.Tensors.Autograd;
using Tutti.Tensors.Kernels;
using Tutti.Tensors.Kernels.Reference;

namespace Tutti.Tensors.Operations;

/// <summary>Elementwise arithmetic of two operands with broadcasting.</summary>
internal static class Arithmetic
{
    internal static Tensor Add(Tensor left, Tensor right) => Run(Primitives.Add, left, right);

    internal static Tensor Subtract(Tensor left, Tensor right) => Run(Primitives.Subtract, left, right);

    internal static Tensor Multiply(Tensor left, Tensor right) => Run(Primitives.Multiply, left, right);

    internal static Tensor Divide(Tensor left, Tensor right) => Run(Primitives.Divide, left, right);

    private static Tensor Run(Primitive primitive, Tensor left, Tensor right)
    {
        Operand.CheckSameType(primitive.Name, left, right);
        Operand.CheckFloatingPoint(primitive.Name, left);
        var shape = Broadcasting.Common(primitive.Name, left.Shape, right.Shape);
        var isFlat = left.Shape == right.Shape && left.Strides.AgreesWith(right.Strides, shape) && left.Strides.IsDense(shape);
        var result = isFlat ? Tensor.Allocate(shape, left.Strides, left.ElementType) : Tensor.Allocate(shape, left.ElementType);
        if (left.ElementType == ElementType.Float32) Compute<float>(primitive, left, right, result, isFlat);
        else Compute<double>(primitive, left, right, result, isFlat);
        return Graph.Record(primitive, result, [left, right]);
    }

    private static void Compute<T>(Primitive primitive, Tensor left, Tensor right, Tensor result, bool isFlat)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var kernel = KernelFor<T>(primitive);
        if (isFlat)
            ParallelRange.Run(result.ElementCount, PointFunctions.Grain, new ArithmeticRange<T>
            {
                Kernel = kernel,
                Left = left.Memory<T>(),
                Right = right.Memory<T>(),
                Result = result.Memory<T>(),
            });
        else
            StridedBinary.Run(result.Shape, left.Memory<T>(), Broadcasting.Expand(left.Shape, left.Strides, result.Shape),
                right.Memory<T>(), Broadcasting.Expand(right.Shape, right.Strides, result.Shape), result.Memory<T>(), kernel);
    }

    private static StridedBinary.RowKernel<T> KernelFor<T>(Primitive primitive) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (primitive == Primitives.Add) return static (kernels, a, b, c) => kernels.Add(a, b, c);
        if (primitive == Primitives.Subtract) return static (kernels, a, b, c) => kernels.Subtract(a, b, c);
        if (primitive == Primitives.Multiply) return static (kernels, a, b, c) => kernels.Multiply(a, b, c);
        return static (kernels, a, b, c) => kernels.Divide(a, b, c);
    }
}

/// <summary>Elementwise arithmetic over a part of tensors of one memory order.</summary>
internal ref struct ArithmeticRange<T> : IRangeBody where T : unmanaged, IFloatingPointIeee754<T>
{
    internal StridedBinary.RowKernel<T> Kernel;
    internal ReadOnlySpan<T> Left, Right;
    internal Span<T> Result;

    public readonly void Run(int start, int end) =>
        Kernel(KernelSelector.For<T>(), Left[start..end], Right[start..end], Result[start..end]);
}
