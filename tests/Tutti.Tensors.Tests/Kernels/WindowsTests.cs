using Tutti.Tensors.Kernels;
using Tutti.TestKit;

namespace Tutti.Tensors.Tests.Kernels;

/// <summary>Moves and additions in one order: every set must give the reference's bits.</summary>
public sealed class WindowsTests : KernelTest
{
    private static readonly int[] Channels = [1, 3, 4, 7, 8, 9, 16, 17, 19, 35];

    private static readonly WindowGeometry[] Geometries =
    [
        Geometry(6, 6, 2, 2, 0, 1), Geometry(7, 5, 2, 2, 0, 1), Geometry(6, 7, 3, 1, 0, 1), Geometry(6, 7, 3, 1, 1, 1),
        Geometry(7, 7, 3, 2, 1, 1), Geometry(8, 8, 2, 1, 1, 3), Geometry(9, 9, 2, 3, 0, 1), Geometry(4, 4, 1, 1, 0, 1),
        // Windows that reach beyond the padding, and sequences.
        Geometry(6, 6, 4, 3, 1, 1) with { OutputHeight = 3, OutputWidth = 3 }, Sequence(13, 7, 2, 3), Sequence(12, 3, 1, 0),
    ];

    [Theory, MemberData(nameof(Sets))]
    public void GatherAndScatter_AnyChannels_GiveTheBitsOfTheReference(string name)
    {
        foreach (var (geometry, rows) in Cases())
            foreach (var (first, count) in (IEnumerable<(int, int)>)[(0, geometry.Channels), (geometry.Channels / 3, geometry.Channels - geometry.Channels / 3)])
            {
                var image = Unaligned(geometry.ImageLength, -1, 1);
                var length = (rows - 1) * geometry.OutputWidth * geometry.Taps * count;
                float[] expected = new float[length], actual = Enumerable.Repeat(float.NaN, length).ToArray();
                Reference.GatherWindows(image, geometry, 1, rows - 1, first, count, expected);
                Set(name).GatherWindows(image, geometry, 1, rows - 1, first, count, actual);
                TensorAssert.SameBits(expected, actual, $"gather {geometry}");
                var target = Unaligned(geometry.ImageLength, -1, 1);
                Reference.ScatterWindows(expected, geometry, 1, rows - 1, first, count, image);
                Set(name).ScatterWindows(expected, geometry, 1, rows - 1, first, count, target);
                TensorAssert.SameBits(image, target, $"scatter {geometry}");
            }
    }

    [Theory, MemberData(nameof(Sets))]
    public void Convolve_SizesThatFit_GivesTheBitsOfUnrollingAndMultiplying(string name)
    {
        var set = Set(name);
        var tested = 0;
        foreach (var (geometry, rows) in Cases())
            foreach (var filters in (int[])[8, 16, 32, 64])
            {
                if (!set.ConvolvesFaster(geometry, filters)) continue;
                tested++;
                var depth = geometry.Taps * geometry.Channels;
                var image = Unaligned(geometry.ImageLength, -1, 1);
                var weights = Unaligned(depth * filters, -1, 1, seed: 2);
                var epilogue = new MatMulEpilogue<float> { Bias = Unaligned(filters, -1, 1, seed: 3), Relu = tested % 2 == 0 };
                var unrolled = new float[geometry.Positions * depth];
                float[] expected = new float[geometry.Positions * filters], actual = new float[expected.Length];
                set.GatherWindows(image, geometry, 0, rows, 0, geometry.Channels, unrolled);
                set.MatMul(geometry.Positions, filters, depth, unrolled, depth, 1, weights, filters, 1, expected, filters, epilogue);
                set.Convolve(image, geometry, 0, 1, weights, filters, epilogue, actual);
                set.Convolve(image, geometry, 1, rows - 1, weights, filters, epilogue, actual);
                TensorAssert.SameBits(expected, actual, $"{geometry} with {filters}");
            }
        Assert.NotEqual(0, tested);
    }

    [Theory, MemberData(nameof(Sets))]
    public void MaxPool_AnyChannels_GivesTheBitsOfTheReference(string name)
    {
        foreach (var (geometry, rows) in Cases())
            foreach (var relu in (bool[])[false, true])
            {
                var image = Unaligned(geometry.ImageLength, -1, 1);
                for (var i = 0; i < image.Length; i += 5) image[i] = i % 2 == 0 ? 0.5f : float.NaN; // equals, and NaN
                var length = geometry.Positions * geometry.Channels;
                float[] expected = new float[length], actual = new float[length];
                ushort[] expectedTaps = new ushort[length], taps = new ushort[length];
                Reference.MaxPool(image, geometry, 0, rows, relu, expected, expectedTaps);
                Set(name).MaxPool(image, geometry, 0, 1, relu, actual, taps);
                Set(name).MaxPool(image, geometry, 1, rows - 1, relu, actual, taps);
                TensorAssert.SameBits(expected, actual, $"{geometry}");
                Assert.Equal(expectedTaps, taps);
                Set(name).MaxPool(image, geometry, 0, rows, relu, actual, default);
                TensorAssert.SameBits(expected, actual, $"{geometry} without taps");

                var upstream = Unaligned(length, -1, 1, seed: 2);
                float[] expectedGradient = Enumerable.Repeat(float.NaN, image.Length).ToArray(), gradient = [.. expectedGradient];
                Reference.MaxPoolGradient(upstream, taps, relu ? actual : default, geometry, 1, 1, expectedGradient);
                Set(name).MaxPoolGradient(upstream, taps, relu ? actual : default, geometry, 1, 1, gradient);
                TensorAssert.Close(expectedGradient, gradient, 0, 0, $"gradient {geometry}");
            }
    }

    [Theory, MemberData(nameof(Sets))]
    public void AveragePool_AnyChannels_GivesTheBitsOfTheReference(string name)
    {
        foreach (var (geometry, rows) in Cases().Where(item => item.Geometry.DilationHeight == 1))
            foreach (var countPadding in (bool[])[false, true])
            {
                var image = Unaligned(geometry.ImageLength, -1, 1);
                var length = geometry.Positions * geometry.Channels;
                float[] expected = new float[length], actual = new float[length];
                Reference.AveragePool(image, geometry, 0, rows, countPadding, expected);
                Set(name).AveragePool(image, geometry, 0, 1, countPadding, actual);
                Set(name).AveragePool(image, geometry, 1, rows - 1, countPadding, actual);
                TensorAssert.SameBits(expected, actual, $"{geometry}");
                float[] expectedGradient = Enumerable.Repeat(float.NaN, image.Length).ToArray(), gradient = [.. expectedGradient];
                Reference.AveragePoolGradient(actual, geometry, 1, 1, countPadding, expectedGradient);
                Set(name).AveragePoolGradient(actual, geometry, 1, 1, countPadding, gradient);
                TensorAssert.SameBits(expectedGradient, gradient, $"gradient {geometry}");
            }
    }

    [Theory, MemberData(nameof(Sets))]
    public void MaxPool_WindowInThePadding_GivesMinusInfinityAndNoGradient(string name)
    {
        var geometry = Geometry(1, 1, 2, 1, 2, 3) with { Channels = 17 };
        var image = Unaligned(geometry.ImageLength, -1, 1);
        var result = new float[geometry.Positions * 17];
        var taps = new ushort[result.Length];
        Set(name).MaxPool(image, geometry, 0, geometry.Samples * geometry.OutputHeight, false, result, taps);
        Assert.All(result, value => Assert.Equal(float.NegativeInfinity, value));
        var gradient = new float[image.Length];
        Set(name).MaxPoolGradient(result, taps, default, geometry, 0, 2, gradient);
        Assert.All(gradient, value => Assert.Equal(0f, value));
    }

    [Theory, MemberData(nameof(Sets))]
    public void ColumnSums_AnySize_GivesTheBitsOfTheReference(string name)
    {
        foreach (var rows in (int[])[0, 1, 255, 256, 257, 1000])
            foreach (var columns in (int[])[1, 7, 16, 33, 64, 70])
                foreach (var accumulate in (bool[])[false, true])
                {
                    var stride = columns + 3;
                    var values = Unaligned(rows * stride, -1, 1);
                    var expected = Unaligned(columns, -1, 1, seed: 2);
                    var actual = Unaligned(columns, -1, 1, seed: 2);
                    Reference.ColumnSums(values, rows, stride, accumulate, expected);
                    Set(name).ColumnSums(values, rows, stride, accumulate, actual);
                    TensorAssert.SameBits(expected, actual, $"{rows} × {columns}");
                }
    }

    private static IEnumerable<(WindowGeometry Geometry, int Rows)> Cases() =>
        from geometry in Geometries
        from channels in Channels
        let sized = geometry with { Channels = channels }
        select (sized, sized.Samples * sized.OutputHeight);

    private static WindowGeometry Sequence(int length, int kernel, int stride, int padding) => new()
    {
        Samples = 2,
        Channels = 1,
        Height = 1,
        Width = length,
        KernelHeight = 1,
        KernelWidth = kernel,
        StrideHeight = 1,
        StrideWidth = stride,
        PaddingWidth = padding,
        DilationHeight = 1,
        DilationWidth = 1,
        OutputHeight = 1,
        OutputWidth = (length + 2 * padding - kernel) / stride + 1,
    };

    private static WindowGeometry Geometry(int height, int width, int kernel, int stride, int padding, int dilation) => new()
    {
        Samples = 2,
        Channels = 1,
        Height = height,
        Width = width,
        KernelHeight = kernel,
        KernelWidth = kernel,
        StrideHeight = stride,
        StrideWidth = stride,
        PaddingHeight = padding,
        PaddingWidth = padding,
        DilationHeight = dilation,
        DilationWidth = dilation,
        OutputHeight = (height + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1,
        OutputWidth = (width + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1,
    };
}
