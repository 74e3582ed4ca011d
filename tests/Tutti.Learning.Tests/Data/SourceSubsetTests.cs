using Tutti.Learning.Data;
using Tutti.Learning.Tests.Data.Loading;
using Tutti.Tensors;

namespace Tutti.Learning.Tests.Data;

public sealed class SourceSubsetTests
{
    [Fact]
    public void Copy_Rows_AreThoseOfTheSource()
    {
        ISampleSource subset = new SourceSubset(new NumberedSource(20), [15, 3, 15]);
        var (samples, targets) = (Tensor.Zeros([2, 2]), Tensor.Zeros([2], ElementType.Int64));
        subset.CopySamples([2, 1], samples);
        subset.CopyTargets([2, 1], targets);

        Assert.Equal(3, subset.Count);
        Assert.Equal([15, 15, 3, 3], samples.ToArray<float>());
        Assert.Equal([5L, 3], targets.ToArray<long>());
        Assert.Equal((ElementType.Float32, ElementType.Int64), (subset.SampleType, subset.TargetType));
    }

    [Fact]
    public void Rows_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SourceSubset(new NumberedSource(20), [20]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SourceSubset(new NumberedSource(20), [1]).CopySamples([1], Tensor.Zeros([1, 2])));
    }
}
