using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>The sizes of a convolution as matrix products, one a group: positions × depth · depth × filters.</summary>
internal readonly record struct ConvolutionPlan(WindowGeometry Geometry, int Filters, int Groups)
{
    /// <summary>
    /// How many numbers, of unrolled windows and of results, are worked on at a time: 320 KB of floats, at home in a second-level cache.
    /// </summary>
    private const int BlockLength = 80 * 1024;

    private const long MultiplicationsPerThread = 1 << 19;

    internal int GroupFilters => Filters / Groups;

    internal int GroupChannels => Geometry.Channels / Groups;

    /// <summary>The length of a sum: taps × channels of a group.</summary>
    internal int Depth => Geometry.Taps * GroupChannels;

    /// <summary>The number of output rows of all samples.</summary>
    internal int OutputRows => Geometry.Samples * Geometry.OutputHeight;

    /// <summary>How many output rows are unrolled at a time. Depends on the shapes alone, so the bits do too.</summary>
    internal int BlockRows => Math.Clamp(BlockLength / Math.Max(1, (Depth + GroupFilters) * Geometry.OutputWidth), 1, Math.Max(1, OutputRows));

    internal int UnrolledCount => BlockRows * Geometry.OutputWidth * Depth;

    /// <summary>How many of a number of equal parts of the work are worth a thread: half a million multiplications.</summary>
    internal int Grain(int parts)
    {
        var multiplications = (long)Geometry.Positions * Depth * Filters / Groups;
        return (int)Math.Min(int.MaxValue, (MultiplicationsPerThread * parts + multiplications - 1) / Math.Max(1, multiplications));
    }

    /// <summary>Whether each window is one pixel, so that the image itself is the matrix of windows.</summary>
    internal bool IsPointwise => Geometry is { Taps: 1, StrideHeight: 1, StrideWidth: 1, PaddingHeight: 0, PaddingWidth: 0 } &&
        Geometry.Height == Geometry.OutputHeight && Geometry.Width == Geometry.OutputWidth;

    /// <summary>Whether windows are read where they lie; see <see cref="SequenceProducts{T}"/>.</summary>
    internal bool HasWindowsInPlace => Groups == 1 && Geometry.HasWindowsInPlace && !IsPointwise;
}
