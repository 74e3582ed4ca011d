using Tutti.TestKit;

namespace Tutti.Tensors.Tests.Operations;

public sealed class ActivationsTests
{
    [Fact]
    public void Relu_DenseOperandInAnyOrder_KeepsTheOrder()
    {
        var input = Tensor.From([.. Enumerable.Range(-12, 24).Select(i => (float)i)], [2, 3, 4]).Permute(2, 0, 1);
        var result = input.Relu();
        Assert.Equal(input.Strides, result.Strides);
        TensorAssert.SameBits(input.Contiguous().Relu(), result.Contiguous());
    }

    [Fact]
    public void Relu_RepeatedElements_GivesAContiguousResult()
    {
        var result = Tensor.From([-1f, 2], [2, 1]).Expand([2, 3]).Relu();
        Assert.True(result.IsContiguous);
        Assert.Equal([0f, 0, 0, 2, 2, 2], result.ToArray<float>());
    }

    [Fact]
    public void Relu_ChannelsLastGradient_StaysInThatOrder()
    {
        var x = GradientCheck.Convert(GradientCheck.Uniform([2, 3, 4, 5]), ElementType.Float32);
        x.RequiresGradient = true;
        var moved = x.Permute(0, 2, 3, 1).Contiguous().Permute(0, 3, 1, 2);
        moved.Relu().Sum().Backward();
        TensorAssert.Close(Tensor.From(Array.ConvertAll(x.ToArray<float>(), value => value > 0 ? 1f : 0f), x.Shape), x.Gradient!, 0, 0);
    }

    [Fact]
    public void Activations_WholeNumbers_Throw() =>
        Assert.Throws<ArgumentException>(() => Tensor.From([1L], [1]).Exp());

    [Fact]
    public void Softmax_DimensionThatIsNotThere_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Zeros([2, 3]).Softmax(2));
        Assert.Throws<ArgumentException>(() => Tensor.Scalar(1).Softmax());
    }

    [Fact]
    public void Softmax_AnyDimension_AddsUpToOne()
    {
        var input = GradientCheck.Convert(GradientCheck.Uniform([3, 4, 5], -5, 5), ElementType.Float32);
        for (var dimension = 0; dimension < 3; dimension++)
        {
            var sums = input.Softmax(dimension).Sum([dimension]);
            TensorAssert.Close(Tensor.Ones(sums.Shape), sums, 1e-6, 0, $"along {dimension}");
        }
    }
}
