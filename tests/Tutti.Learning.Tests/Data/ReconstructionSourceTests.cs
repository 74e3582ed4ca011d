using Tutti.Learning.Data;
using Tutti.Learning.Tests.Training;
using Tutti.Tensors;

namespace Tutti.Learning.Tests.Data;

public sealed class ReconstructionSourceTests
{
    [Fact]
    public void CopyTargets_GivesTheSamples()
    {
        ISampleSource source = new ReconstructionSource(Rings.Make(9));
        var (samples, targets) = (Tensor.Zeros([2, 2]), Tensor.Zeros([2, 2]));

        source.CopySamples([4, 1], samples);
        source.CopyTargets([4, 1], targets);

        Assert.Equal(samples.ToArray<float>(), targets.ToArray<float>());
        Assert.NotEqual(0, samples.ToArray<float>()[0]);
        Assert.Equal((source.SampleShape, ElementType.Float32), (source.TargetShape, source.TargetType));
    }
}
