using Tutti.TestKit;

namespace Tutti.Tensors.Tests.Operations;

public sealed class PoolingTests
{
    private static readonly Tensor Image = Tensor.From([1f, 5, 2, 0, 3, 4, 7, 1, -1, -2, -3, 8], [1, 1, 3, 4]);

    [Fact]
    public void MaxPool2d_KnownImage_GivesTheLargestOfEachWindow()
    {
        Assert.Equal([5f, 7], Image.MaxPool2d(2).ToArray<float>());
        Assert.Equal([5f, 7, -1, 8], Image.MaxPool2d(2, new() { CeilMode = true }).ToArray<float>());
        Assert.Equal([5f, 7, 7, 4, 7, 8], Image.MaxPool2d(2, new() { Stride = 1 }).ToArray<float>());
    }

    [Fact]
    public void MaxPool2d_CeilMode_DropsAWindowThatWouldStartInTheRightPadding() =>
        Assert.Equal<Shape>([1, 1, 2, 2], Tensor.Ones([1, 1, 3, 3]).MaxPool2d(2, new() { Stride = 2, Padding = 1, CeilMode = true }).Shape);

    [Fact]
    public void Pooling_CeilMode_TakesAWindowLargerThanTheImage()
    {
        var image = Tensor.From([1f, 4, 2, 3], [1, 1, 2, 2]);
        image.RequiresGradient = true;
        var largest = image.MaxPool2d(3, new() { Stride = 2, CeilMode = true });
        Assert.Equal([4f], largest.ToArray<float>());
        largest.Sum().Backward();
        Assert.Equal([0f, 1, 0, 0], image.Gradient!.ToArray<float>());
        image.ClearGradient();
        var mean = image.AvgPool2d(3, new() { Stride = 2, CeilMode = true });
        Assert.Equal([2.5f], mean.ToArray<float>());
        mean.Sum().Backward();
        Assert.Equal([0.25f, 0.25f, 0.25f, 0.25f], image.Gradient!.ToArray<float>());
        Assert.Throws<ArgumentException>(() => image.MaxPool2d(4, new() { Stride = 2, CeilMode = true }));
        Assert.Throws<ArgumentException>(() => Tensor.Zeros([1, 1, 0, 2]).MaxPool2d(1, new() { Stride = 3, CeilMode = true }));
    }

    [Fact]
    public void MaxPool2d_WithRelu_EqualsReluBefore()
    {
        Tensor one = GradientCheck.Convert(GradientCheck.Uniform([2, 9, 8, 8], -1, 0.5), ElementType.Float32), other = Tensor.From(one.ToArray<float>(), one.Shape);
        (one.RequiresGradient, other.RequiresGradient) = (true, true);
        var fused = one.MaxPool2d(2, new() { Relu = true });
        var apart = other.Relu().MaxPool2d(2);
        TensorAssert.SameBits(apart, fused);
        fused.Sum().Backward();
        apart.Sum().Backward();
        TensorAssert.SameBits(other.Gradient!, one.Gradient!);
    }

    [Fact]
    public void AvgPool2d_KnownImage_GivesTheMeanOfEachWindow()
    {
        Assert.Equal([13f / 4, 10f / 4], Image.AvgPool2d(2).ToArray<float>());
        Assert.Equal([1f / 4, 7f / 4, 0, 2f / 4, 6f / 4, 9f / 4], Image.AvgPool2d(2, new() { Padding = 1 }).ToArray<float>());
        Assert.Equal([1f, 7f / 2, 0, 1, 6f / 4, 9f / 2], Image.AvgPool2d(2, new() { Padding = 1, CountPadding = false }).ToArray<float>());
        Assert.Equal(25f / 12, Image.GlobalAvgPool2d().ToScalar(), 1e-6);
    }

    [Fact]
    public void AvgPool2d_CeilMode_CountsPaddingButNothingBeyond()
    {
        Assert.Equal([13f / 4, 10f / 4, -3f / 2, 5f / 2], Image.AvgPool2d(2, new() { CeilMode = true }).ToArray<float>());
        var sequence = Tensor.From([1f, 2, 3, 4, 5, 6], [1, 1, 6]);
        var options = new AvgPool1dOptions { Padding = 1, Stride = 3, CeilMode = true };
        Assert.Equal([6f / 4, 18f / 4, 6f / 2], sequence.AvgPool1d(4, options).ToArray<float>());
        Assert.Equal([6f / 3, 18f / 4, 6f], sequence.AvgPool1d(4, options with { CountPadding = false }).ToArray<float>());
    }

    [Fact]
    public void AdaptiveAvgPool2d_PartsOfAnImage_GivesTheMeanOfEach() =>
        TensorAssert.Close(Tensor.From([5f / 3, 5f / 2], [1, 1, 1, 2]), Image.AdaptiveAvgPool2d(new(1, 2)), 0, 1e-6, "halves");

    [Fact]
    public void Pooling_InsideNoGradient_GivesTheSame()
    {
        var x = GradientCheck.Convert(GradientCheck.Uniform([2, 3, 6, 6]), ElementType.Float32);
        x.RequiresGradient = true;
        var tracked = x.MaxPool2d(2);
        using (NoGradient.Begin()) TensorAssert.SameBits(tracked, x.MaxPool2d(2));
    }

    [Fact]
    public void Pooling_BadArguments_Throw()
    {
        Assert.Contains("larger than the image", Assert.Throws<ArgumentException>(() => Image.MaxPool2d(4)).Message, StringComparison.Ordinal);
        Assert.Contains("the padding is too large", Assert.Throws<ArgumentException>(() => Image.MaxPool2d(2, new() { Padding = 2 })).Message, StringComparison.Ordinal);
        Assert.Contains("the padding is too large", Assert.Throws<ArgumentException>(() => Image.AvgPool2d(3, new() { Padding = 2 })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Tensor.Ones([1, 1, 300, 300]).MaxPool2d(256));
        Assert.Throws<ArgumentException>(() => Tensor.Ones([3, 4]).MaxPool2d(2));
        Assert.Contains("padding is too large", Assert.Throws<ArgumentException>(
            () => Image.MaxPool2d(1, new() { Padding = int.MaxValue })).Message, StringComparison.Ordinal);
        Assert.Contains("padding is too large", Assert.Throws<ArgumentException>(
            () => Image.MaxPool2d(1, new() { Padding = 1 << 28 })).Message, StringComparison.Ordinal);
        Assert.Contains("dilation is too large", Assert.Throws<ArgumentException>(
            () => Image.MaxPool2d(2, new() { Padding = 1 << 27, Dilation = int.MaxValue })).Message, StringComparison.Ordinal);
        Assert.Contains("window is too large", Assert.Throws<ArgumentException>(
            () => Image.AvgPool2d(1 << 16, new() { Padding = 1 << 15 })).Message, StringComparison.Ordinal);
    }
}
