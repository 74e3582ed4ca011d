using Tutti.Learning.Data.Ecg;

namespace Tutti.Learning.Tests.Data.Ecg;

public sealed class GapsTests
{
    [Fact]
    public void Fill_MissingSamples_HaveTheValueBefore()
    {
        Assert.Equal([2, 2, 2, 3, 3], Gaps.Fill([float.NaN, 2, float.NaN, 3, float.PositiveInfinity]));
        Assert.Equal([0, 0], Gaps.Fill([float.NaN, float.NaN]));
    }
}
