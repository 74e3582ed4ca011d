using System.Numerics;
using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>Means and sums of squared deviations of the columns of parts: <see cref="Partials"/> holds both for each part.</summary>
internal ref struct ColumnMomentParts<T> : IRangeBody where T : unmanaged, IFloatingPointIeee754<T>
{
    internal ColumnTiling Tiling { get; init; }
    internal ReadOnlySpan<T> Values { get; init; }
    internal Span<T> Partials { get; init; }

    public readonly void Run(int start, int end)
    {
        for (var part = start; part < end; part++)
        {
            var (first, second) = BatchNormPartials.Of(Partials, Tiling, part);
            KernelSelector.For<T>().ColumnMoments(Values[Tiling.Part(part)], first, second);
        }
    }
}

/// <summary>Sums of the upstream, and of its products with the deviations, of the columns of parts.</summary>
internal ref struct ColumnProductParts<T> : IRangeBody where T : unmanaged, IFloatingPointIeee754<T>
{
    internal ColumnTiling Tiling { get; init; }
    internal ReadOnlySpan<T> Upstream { get; init; }
    internal ReadOnlySpan<T> Values { get; init; }
    internal ReadOnlySpan<T> Centers { get; init; }
    internal Span<T> Partials { get; init; }

    public readonly void Run(int start, int end)
    {
        for (var part = start; part < end; part++)
        {
            var (elements, width) = (Tiling.Part(part), Tiling.Width(part));
            var (first, second) = BatchNormPartials.Of(Partials, Tiling, part);
            KernelSelector.For<T>().ColumnProducts(Upstream[elements], Values[elements], Centers[..width], first, second);
        }
    }
}

/// <summary>Parts of the normalised result.</summary>
internal ref struct NormalizedParts<T> : IRangeBody where T : unmanaged, IFloatingPointIeee754<T>
{
    internal ColumnTiling Tiling { get; init; }
    internal ReadOnlySpan<T> Values { get; init; }
    internal ReadOnlySpan<T> Centers { get; init; }
    internal ReadOnlySpan<T> Scales { get; init; }
    internal ReadOnlySpan<T> Shifts { get; init; }
    internal Span<T> Result { get; init; }

    public readonly void Run(int start, int end)
    {
        for (var part = start; part < end; part++)
        {
            var (elements, width) = (Tiling.Part(part), Tiling.Width(part));
            KernelSelector.For<T>().NormalizeColumns(
                Values[elements], Centers[..width], Scales[..width], Shifts[..width], Result[elements]);
        }
    }
}

/// <summary>Parts of the gradient of the input.</summary>
internal ref struct NormalizationGradientParts<T> : IRangeBody where T : unmanaged, IFloatingPointIeee754<T>
{
    internal ColumnTiling Tiling { get; init; }
    internal ReadOnlySpan<T> Upstream { get; init; }
    internal ReadOnlySpan<T> Values { get; init; }
    internal ReadOnlySpan<T> Centers { get; init; }
    internal ReadOnlySpan<T> Scales { get; init; }
    internal ReadOnlySpan<T> Slopes { get; init; }
    internal ReadOnlySpan<T> Shifts { get; init; }
    internal Span<T> Gradient { get; init; }

    public readonly void Run(int start, int end)
    {
        for (var part = start; part < end; part++)
        {
            var (elements, width) = (Tiling.Part(part), Tiling.Width(part));
            KernelSelector.For<T>().NormalizationGradient(Upstream[elements], Values[elements],
                Centers[..width], Scales[..width], Slopes[..width], Shifts[..width], Gradient[elements]);
        }
    }
}
