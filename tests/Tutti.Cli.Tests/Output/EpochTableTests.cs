using Tutti.Cli.Output;

namespace Tutti.Cli.Tests.Output;

public sealed class EpochTableTests
{
    [Theory]
    [InlineData(0, "")]
    [InlineData(double.NaN, "")]
    [InlineData(0.1, "███")]
    [InlineData(1.0 / 30 / 2, "▌")]
    public void Bar_OfAShare_IsAsLong(double share, string expected) => Assert.Equal(expected, EpochTable.Bar(share));

    [Fact]
    public void Bar_OfMoreThanAll_IsFull() => Assert.Equal(new string('█', 30), EpochTable.Bar(2));
}
