namespace Tutti.Communication.Tests.Collectives;

public sealed class AllGatherTests
{
    [Theory, MemberData(nameof(Ranks.Sizes), MemberType = typeof(Ranks))]
    public void AllGather_EqualLengths_JoinsInRankOrder(int size)
    {
        Ranks.Run(size, world =>
        {
            foreach (var count in Ranks.Counts(size))
            {
                var expected = Enumerable.Range(0, size).SelectMany(rank => Coded(rank, count)).ToArray();
                Assert.Equal(expected, world.Group.AllGather<double>(Coded(world.Rank, count)));
            }

            return 0;
        });
    }

    [Theory, MemberData(nameof(Ranks.Sizes), MemberType = typeof(Ranks))]
    public void AllGather_UnevenLengths_JoinsInRankOrder(int size)
    {
        static int LengthOn(int rank) => rank % 3 == 1 ? 0 : rank * 5 + 1;
        var expected = Enumerable.Range(0, size).SelectMany(rank => Coded(rank, LengthOn(rank))).ToArray();
        foreach (var joined in Ranks.Run(size, world => world.Group.AllGather<double>(Coded(world.Rank, LengthOn(world.Rank)))))
            Assert.Equal(expected, joined);
    }

    [Fact]
    public void AllGather_ReturnsCopy_WhichEachRankOwns()
    {
        var results = Ranks.Run(2, world =>
        {
            byte[] own = [(byte)world.Rank];
            var joined = world.Group.AllGather<byte>(own);
            own[0] = 99;
            joined[world.Rank] += 10;
            return joined;
        });
        Assert.Equal([10, 1], results[0]);
        Assert.Equal([0, 11], results[1]);
    }

    private static double[] Coded(int rank, int count) => [.. Enumerable.Range(0, count).Select(i => rank * 100_000.0 + i)];
}
