using System.Numerics;
using Tutti.Tensors.Autograd;
using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>A function of one number over a part of a tensor.</summary>
internal ref struct PointRange<T> : IRangeBody where T : unmanaged, IFloatingPointIeee754<T>
{
    internal Primitive Primitive;
    internal T First, Second;
    internal ReadOnlySpan<T> Values;
    internal Span<T> Result;

    public readonly void Run(int start, int end)
    {
        var kernels = KernelSelector.For<T>();
        var values = Values[start..end];
        var result = Result[start..end];
        if (Primitive == Primitives.Scale) kernels.Scale(values, First, result);
        else if (Primitive == Primitives.Shift) kernels.Shift(values, First, result);
        else if (Primitive == Primitives.Sqrt) kernels.Sqrt(values, result);
        else if (Primitive == Primitives.Abs) kernels.Abs(values, result);
        else if (Primitive == Primitives.LeakyRelu) kernels.LeakyRelu(values, First, result);
        else if (Primitive == Primitives.Softplus) kernels.Softplus(values, First, Second, result);
        else if (Primitive == Primitives.Clamp) kernels.Clamp(values, First, Second, result);
        else kernels.Pow(values, First, result);
    }
}

/// <summary>The gradient of a function of one number over a part of a tensor.</summary>
internal ref struct PointGradientRange<T> : IRangeBody where T : unmanaged, IFloatingPointIeee754<T>
{
    internal Primitive Primitive;
    internal T First, Second;
    internal ReadOnlySpan<T> Saved, Upstream;
    internal Span<T> Result;

    public readonly void Run(int start, int end)
    {
        var kernels = KernelSelector.For<T>();
        var saved = Saved[start..end];
        var upstream = Upstream[start..end];
        var result = Result[start..end];
        if (Primitive == Primitives.Scale) kernels.Scale(upstream, First, result);
        else if (Primitive == Primitives.Sqrt) kernels.SqrtGradient(saved, upstream, result);
        else if (Primitive == Primitives.Abs) kernels.AbsGradient(saved, upstream, result);
        else if (Primitive == Primitives.LeakyRelu) kernels.LeakyReluGradient(saved, upstream, First, result);
        else if (Primitive == Primitives.Softplus) kernels.SoftplusGradient(saved, upstream, First, Second, result);
        else if (Primitive == Primitives.Clamp) kernels.ClampGradient(saved, upstream, First, Second, result);
        else kernels.PowGradient(saved, upstream, First, result);
    }
}
