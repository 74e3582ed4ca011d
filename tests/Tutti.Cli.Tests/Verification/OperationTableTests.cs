using Tutti.Cli.Verification;

namespace Tutti.Cli.Tests.Verification;

public sealed class OperationTableTests
{
    [Theory]
    [InlineData("conv2d")]
    [InlineData("cross_entropy")]
    [InlineData("matmul")]
    public void Find_AnOperationOfAFamily_IsThere(string name) => Assert.Contains(name, OperationTable.Names);

    [Fact]
    public void Find_AnUnknownOperation_IsUnsupported() =>
        Assert.Contains("nothing", Assert.Throws<UnsupportedCaseException>(() => OperationTable.Find("nothing")).Message, StringComparison.Ordinal);
}
