using Tutti.Communication.Transports.Reductions;

namespace Tutti.Communication.Tests.Transports.Reductions;

public sealed class TreePlanTests
{
    [Theory]
    [InlineData("0000", "0:0+4")]
    [InlineData("0011", "0:0+2 1:2+2")]
    [InlineData("0001", "0:0+2 0:2+1 1:3+1")]
    [InlineData("00001", "0:0+4 1:4+1")]
    [InlineData("0110", "0:0+1 1:1+1 1:2+1 0:3+1")]
    [InlineData("0000000", "0:0+7")]
    [InlineData("1000111", "1:0+1 0:1+1 0:2+2 1:4+3")]
    public void Parts_OfOwners_AreTheLargestSubtreesOfOneOwner(string owners, string expected)
    {
        var plan = new TreePlan([.. owners.Select(owner => owner - '0')]);
        Assert.Equal(expected, string.Join(' ', plan.Parts.Select(part => $"{part.Owner}:{part.First}+{part.Count}")));
        Assert.Equal(owners.Length, plan.LeafCount);
    }
}
