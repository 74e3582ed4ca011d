using Tutti.Tensors;
using Tutti.Tensors.Random;

namespace Tutti.Learning.Tests.Data.Transforms;

/// <summary>Made-up samples whose columns are mixed, so that they have principal components of different sizes.</summary>
internal static class Samples
{
    public static Tensor Mixed(int count, int width, ulong seed = 1)
    {
        var random = new CounterRandom(seed, RandomPurpose.Synthetic);
        var mixing = Tensor.Normal([width, width], 0, 0.7f, ref random);
        var mixed = Tensor.Normal([count, width], 0, 1, ref random).MatMul(mixing);
        var values = mixed.AsSpan<float>();
        for (var i = 0; i < values.Length; i++) values[i] += i % width;
        return mixed;
    }

    public static void AssertClose(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.All(expected.ToArray<float>().Zip(actual.ToArray<float>()), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }
}
