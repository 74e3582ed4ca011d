using System.Numerics;
using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>Output rows of a max pooling.</summary>
internal ref struct MaxPoolRows<T> : IRangeBody where T : unmanaged, IFloatingPointIeee754<T>
{
    internal WindowGeometry Geometry { get; init; }
    internal bool Relu { get; init; }
    internal ReadOnlySpan<T> Image { get; init; }
    internal Span<T> Result { get; init; }
    internal Span<ushort> Taps { get; init; }

    public readonly void Run(int start, int end) =>
        KernelSelector.For<T>().MaxPool(Image, Geometry, start, end - start, Relu, Result, Taps);
}

/// <summary>Samples of the gradient of a max pooling.</summary>
internal ref struct MaxPoolGradientSamples<T> : IRangeBody where T : unmanaged, IFloatingPointIeee754<T>
{
    internal WindowGeometry Geometry { get; init; }
    internal ReadOnlySpan<T> Upstream { get; init; }
    internal ReadOnlySpan<ushort> Taps { get; init; }
    internal ReadOnlySpan<T> Output { get; init; }
    internal Span<T> Gradient { get; init; }

    public readonly void Run(int start, int end) =>
        KernelSelector.For<T>().MaxPoolGradient(Upstream, Taps, Output, Geometry, start, end - start, Gradient);
}

/// <summary>Output rows of an average pooling.</summary>
internal ref struct AveragePoolRows<T> : IRangeBody where T : unmanaged, IFloatingPointIeee754<T>
{
    internal WindowGeometry Geometry { get; init; }
    internal bool CountPadding { get; init; }
    internal ReadOnlySpan<T> Image { get; init; }
    internal Span<T> Result { get; init; }

    public readonly void Run(int start, int end) =>
        KernelSelector.For<T>().AveragePool(Image, Geometry, start, end - start, CountPadding, Result);
}

/// <summary>Samples of the gradient of an average pooling.</summary>
internal ref struct AveragePoolGradientSamples<T> : IRangeBody where T : unmanaged, IFloatingPointIeee754<T>
{
    internal WindowGeometry Geometry { get; init; }
    internal bool CountPadding { get; init; }
    internal ReadOnlySpan<T> Upstream { get; init; }
    internal Span<T> Gradient { get; init; }

    public readonly void Run(int start, int end) =>
        KernelSelector.For<T>().AveragePoolGradient(Upstream, Geometry, start, end - start, CountPadding, Gradient);
}
