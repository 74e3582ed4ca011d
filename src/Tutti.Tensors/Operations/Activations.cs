using System.Numerics;
using Tutti.Tensors.Autograd;
using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>Functions of one number, element by element. The result has the memory order of a dense operand.</summary>
internal static class Activations
{
    internal static Tensor Relu(Tensor input) => Run(Primitives.Relu, input, keepOutput: true);

    internal static Tensor Sigmoid(Tensor input) => Run(Primitives.Sigmoid, input, keepOutput: true);

    internal static Tensor Tanh(Tensor input) => Run(Primitives.Tanh, input, keepOutput: true);

    internal static Tensor Exp(Tensor input) => Run(Primitives.Exp, input, keepOutput: true);

    internal static Tensor Log(Tensor input) => Run(Primitives.Log, input, keepOutput: false);

    private static Tensor Run(Primitive primitive, Tensor input, bool keepOutput)
    {
        Operand.CheckFloatingPoint(primitive.Name, input);
        var strides = input.Strides.IsDense(input.Shape) ? input.Strides : Strides.RowMajor(input.Shape);
        var source = Shaping.InOrder(input, strides);
        var result = Tensor.Allocate(input.Shape, strides, input.ElementType);
        if (input.ElementType == ElementType.Float32) Compute<float>(primitive, source, result);
        else Compute<double>(primitive, source, result);
        GC.KeepAlive(source);
        return Graph.Record(primitive, result, [input], keepOutput: keepOutput);
    }

    private static void Compute<T>(Primitive primitive, Tensor input, Tensor result) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var kernels = KernelSelector.For<T>();
        var values = input.Memory<T>();
        var target = result.Memory<T>();
        if (primitive == Primitives.Relu) kernels.Relu(values, target);
        else if (primitive == Primitives.Sigmoid) kernels.Sigmoid(values, target);
        else if (primitive == Primitives.Tanh) kernels.Tanh(values, target);
        else if (primitive == Primitives.Exp) kernels.Exp(values, target);
        else kernels.Log(values, target);
    }
}
