namespace Tutti.Communication.Tests.Transports.SharedMemory;

public sealed class SegmentCollectivesTests
{
    [Fact]
    public void Collectives_WithMoreRanksThanCores_AgreeOverManyRounds() => SegmentRanks.Run(4, group =>
    {
        for (var round = 0; round < 2_000; round++)
        {
            var count = round * 37 % 6_000;
            var values = new int[count];
            values.AsSpan().Fill(group.Rank + round);
            group.AllReduce(values.AsSpan());
            Assert.True(!values.AsSpan().ContainsAnyExcept(4 * round + 6), $"round {round}");
        }

        return 0;
    }, options => options with { Cores = 1 });
}
