using Tutti.Communication.Tests.Transports.Messages;

namespace Tutti.Communication.Tests.Collectives;

public sealed class DirectSumTests
{
    [Theory, InlineData(0), InlineData(1 << 20)]
    public void SumDirectlyUpTo_AnyLimit_LeavesTheBits(int bytes)
    {
        static float[] Values(int rank) => [.. Enumerable.Range(0, 10_000).Select(index => 1f / (1 + index + 7 * rank))];
        float[] Sum(ProcessGroup group)
        {
            var values = Values(group.Rank);
            group.AllReduce(values.AsSpan());
            return values;
        }
        var usual = MessageRanks.Run(3, Sum)[0];
        var sums = MessageRanks.Run(3, group =>
        {
            group.SumDirectlyUpTo(bytes);
            return Sum(group);
        });
        Assert.All(sums, sum => Assert.Equal(usual, sum));
    }

    [Fact]
    public void SumDirectlyUpTo_OtherLimits_IsAMismatch() => Assert.Contains(
        MessageRanks.Catch(3, group => group.SumDirectlyUpTo(100 + group.Rank / 2)),
        error => error is CollectiveMismatchException && error.Message.Contains("SumDirectlyUpTo 101 bytes", StringComparison.Ordinal));

    [Fact]
    public void SumDirectlyUpTo_Negative_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => World.Single().Group.SumDirectlyUpTo(-1));
}
