using System.Numerics;

namespace Tutti.Communication.Tests.Collectives;

public sealed class BroadcastTests
{
    [Theory, MemberData(nameof(Ranks.Sizes), MemberType = typeof(Ranks))]
    public void Broadcast_EveryRootCountAndType_GivesRootsValues(int size)
    {
        Ranks.Run(size, world =>
        {
            foreach (var count in Ranks.Counts(size))
                for (var root = 0; root < size; root++)
                {
                    Check<float>(world, count, root);
                    Check<double>(world, count, root);
                    Check<int>(world, count, root);
                    Check<long>(world, count, root);
                    Check<byte>(world, count, root);
                }

            return 0;
        });
    }

    [Theory, InlineData(-1), InlineData(3)]
    public void Broadcast_RootOutsideGroup_ThrowsBeforeAnyWork(int root)
    {
        Ranks.Run(3, world =>
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => world.Group.Broadcast(new float[1].AsSpan(), root));
            Assert.Contains($"Got {root}. Expected 0 to 2.", error.Message);
            world.Group.Barrier();
            return 0;
        });
    }

    [Fact]
    public void Broadcast_UnsupportedType_NamesThoseSupported()
    {
        var error = Assert.Throws<NotSupportedException>(() => World.Single().Group.Broadcast(new Guid[1].AsSpan()));
        Assert.Contains("Got Guid. Expected Half, float, double or an integer of 8 to 64 bits.", error.Message);
    }

    private static void Check<T>(World world, int count, int root) where T : unmanaged, INumber<T>
    {
        var values = Coded<T>(world.Rank, count);
        world.Group.Broadcast(values.AsSpan(), root);
        Assert.Equal(Coded<T>(root, count), values);
    }

    private static T[] Coded<T>(int rank, int count) where T : INumber<T> =>
        [.. Enumerable.Range(0, count).Select(i => T.CreateTruncating((rank * 31 + i) % 120))];
}
