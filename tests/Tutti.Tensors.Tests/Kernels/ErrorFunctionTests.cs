using Tutti.Tensors.Kernels.Reference;

namespace Tutti.Tensors.Tests.Kernels;

public sealed class ErrorFunctionTests
{
    // As the C library gives them.
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 0.47950012218695346)]
    [InlineData(-0.5, 1.5204998778130465)]
    [InlineData(1, 0.15729920705028513)]
    [InlineData(1.9999, 0.004679802092970608)]
    [InlineData(2, 0.004677734981047266)]
    [InlineData(-2, 1.9953222650189527)]
    [InlineData(3, 2.209049699858544e-05)]
    [InlineData(5, 1.5374597944280349e-12)]
    [InlineData(10, 2.088487583762545e-45)]
    [InlineData(20, 5.395865611607901e-176)]
    [InlineData(double.PositiveInfinity, 0)]
    [InlineData(double.NegativeInfinity, 2)]
    public void Complement_KnownValues_IsRelativelyExact(double x, double expected) =>
        Assert.InRange(ErrorFunction.Complement(x), expected * (1 - 1e-13), expected * (1 + 1e-13));

    [Fact]
    public void Complement_NaN_StaysNaN() => Assert.True(double.IsNaN(ErrorFunction.Complement(double.NaN)));
}
