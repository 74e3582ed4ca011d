using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>The sizes of a convolution as matrix products, one a group: positions × depth · depth × filters.</summary>
internal readonly record struct ConvolutionPlan(WindowGeometry Geometry, int Filters, int Groups)
{
    /// <summary>How many numbers of unrolled windows are worked on at a time: 256 KB of floats, at home in a second-level cache.</summary>
    private const int UnrolledLength = 64 * 1024;

    internal int GroupFilters => Filters / Groups;

    internal int GroupChannels => Geometry.Channels / Groups;

    /// <summary>The length of a sum: taps × channels of a group.</summary>
    internal int Depth => Geometry.Taps * GroupChannels;

    /// <summary>The number of output rows of all samples.</summary>
    internal int OutputRows => Geometry.Samples * Geometry.OutputHeight;

    /// <summary>How many output rows are unrolled at a time. Depends on the shapes alone, so the bits do too.</summary>
    internal int BlockRows => Math.Clamp(UnrolledLength / Math.Max(1, Depth * Geometry.OutputWidth), 1, Math.Max(1, OutputRows));

    internal int UnrolledCount => BlockRows * Geometry.OutputWidth * Depth;

    /// <summary>Whether each window is one pixel, so that the image itself is the matrix of windows.</summary>
    internal bool IsPointwise => Geometry is
    {
        Taps: 1, StrideHeight: 1, StrideWidth: 1, PaddingHeight: 0, PaddingWidth: 0
    };
}
