using System.Numerics;
using Tutti.Tensors.Autograd;
using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>The Gaussian error linear unit. The result has the memory order of a dense operand.</summary>
internal static class GeluLayer
{
    internal static Tensor Run(Tensor input, GeluForm form)
    {
        Operand.CheckFloatingPoint(Primitives.Gelu.Name, input);
        var strides = input.Strides.IsDense(input.Shape) ? input.Strides : Strides.RowMajor(input.Shape);
        var source = Shaping.InOrder(input, strides);
        var result = Tensor.Allocate(input.Shape, strides, input.ElementType);
        if (input.ElementType == ElementType.Float32) ElementRanges.Run(source.Memory<float>(), default, result.Memory<float>(), new Forward<float>(form));
        else ElementRanges.Run(source.Memory<double>(), default, result.Memory<double>(), new Forward<double>(form));
        GC.KeepAlive(source);
        return Graph.Record(Primitives.Gelu, result, [input], form);
    }

    internal static void Gradient<T>(GeluForm form, ReadOnlySpan<T> values, ReadOnlySpan<T> upstream, Span<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T> => ElementRanges.Run(values, upstream, gradient, new Backward<T>(form));

    private readonly struct Forward<T>(GeluForm form) : IElementKernel<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(KernelSet<T> kernels, ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> result, int start)
        {
            if (form == GeluForm.Exact) kernels.Gelu(left, result);
            else kernels.GeluTanh(left, result);
        }
    }

    private readonly struct Backward<T>(GeluForm form) : IElementKernel<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(KernelSet<T> kernels, ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> result, int start)
        {
            if (form == GeluForm.Exact) kernels.GeluGradient(left, right, result);
            else kernels.GeluTanhGradient(left, right, result);
        }
    }
}
