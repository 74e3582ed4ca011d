using Tutti.Tensors.Kernels;
using Tutti.Tensors.Kernels.Reference;

namespace Tutti.Tensors.Operations;

/// <summary>
/// A transposed convolution of sequences with stride s as s convolutions with stride 1, without anything added up in memory. With t an
/// element of the result counted from the padding's start, t = s q + r, only taps j = r + s m reach it:
/// result[s q + r] = Σ over m of input[q − m] · weight[r + s m]. So the elements of one phase r are a convolution of the input with every
/// s-th tap, backwards. Of use where <see cref="ConvolutionPlan.HasWindowsInPlace"/>.
/// </summary>
internal readonly struct SequencePhases(ConvolutionPlan plan)
{
    // Sizes of the convolution that this is the transpose of: its image is our result, its filters are our input's channels.
    private readonly WindowGeometry geometry = plan.Geometry;
    private readonly int inputChannels = plan.Filters, channels = plan.Geometry.Channels;

    internal int Count => geometry.StrideWidth;

    /// <summary>The windows of one phase over the input.</summary>
    internal WindowGeometry Windows(int phase)
    {
        var last = geometry.Width - 1 + geometry.PaddingWidth - phase;
        var outputs = last < 0 ? 0 : last / geometry.StrideWidth + 1 - FirstQuotient(phase);
        return geometry with
        {
            Width = geometry.OutputWidth,
            Channels = inputChannels,
            KernelWidth = Taps(phase),
            StrideWidth = 1,
            PaddingWidth = Taps(phase) - 1 - FirstQuotient(phase),
            DilationWidth = 1,
            OutputWidth = Math.Max(0, outputs),
        };
    }

    /// <summary>Where the elements of one phase lie in the result.</summary>
    internal SequenceLayout Layout(int phase) => new(
        (FirstQuotient(phase) * geometry.StrideWidth + phase - geometry.PaddingWidth) * channels,
        geometry.Width * channels, geometry.StrideWidth * channels);

    /// <summary>The length of the weights of one phase, which lie behind each other.</summary>
    internal int WeightCount(int phase) => Taps(phase) * inputChannels * channels;

    /// <summary>Reorders a weight [input channel, channel, tap] to [phase][tap of the phase, backwards][input channel, channel].</summary>
    internal void Pack<T>(ReadOnlySpan<T> weight, Span<T> packed) where T : unmanaged
    {
        var taps = geometry.KernelWidth;
        if (weight.IsEmpty) return;
        for (var phase = 0; phase < Count; phase++)
            for (var m = Taps(phase) - 1; m >= 0; m--)
            {
                StridedCopy.Run([inputChannels, channels], weight[(phase + m * geometry.StrideWidth)..], new([channels * taps, taps]),
                    packed, new([channels, 1]));
                packed = packed[(inputChannels * channels)..];
            }
    }

    private int Taps(int phase) =>
        phase < geometry.KernelWidth ? (geometry.KernelWidth - phase + geometry.StrideWidth - 1) / geometry.StrideWidth : 0;

    // The q of the phase's first element behind the padding.
    private int FirstQuotient(int phase) => Math.Max(0, (geometry.PaddingWidth - phase + geometry.StrideWidth - 1) / geometry.StrideWidth);
}
