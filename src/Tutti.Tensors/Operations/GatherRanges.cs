using System.Numerics;
using Tutti.Tensors.Kernels.Reference;

namespace Tutti.Tensors.Operations;

/// <summary>Rows of the result of a gathering.</summary>
internal ref struct GatherRows<T> : IRangeBody where T : unmanaged
{
    internal GatherGeometry Geometry;
    internal ReadOnlySpan<T> Values;
    internal ReadOnlySpan<long> Indices;
    internal Span<T> Result;

    public readonly void Run(int start, int end) => Gathering.Copy(Geometry, Values, Indices, start, end, Result);
}

/// <summary>
/// Parts of the gradient of a gathering that no other part writes to: outermost positions or, where these are what was chosen, columns.
/// </summary>
internal ref struct GatherGradientParts<T> : IRangeBody where T : unmanaged, IFloatingPointIeee754<T>
{
    internal GatherGeometry Geometry;
    internal ReadOnlySpan<T> Upstream;
    internal ReadOnlySpan<long> Indices;
    internal Span<T> Target;

    public readonly void Run(int start, int end)
    {
        if (Geometry.Dimension == 0) Gathering.Add(Geometry, Upstream, Indices, 0, Geometry.Rows, start, end, Target);
        else
        {
            var rows = Geometry.Rows / Geometry.Shape[0];
            Gathering.Add(Geometry, Upstream, Indices, start * rows, end * rows, 0, Geometry.Columns, Target);
        }
    }
}
