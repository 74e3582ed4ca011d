using Tutti.Communication.Collectives;

namespace Tutti.Communication.Scenarios;

/// <summary>Groups of some of the ranks.</summary>
internal static class GroupScenarios
{
    private const string Theme = "Groups";

    internal static IReadOnlyList<Scenario> All { get; } =
    [
        new(Theme, "colors divide the ranks, keys order them", ColorsAndKeys),
        new(Theme, "a rank may join none", None),
        new(Theme, "groups are used alternately with their parent", Alternately),
        new(Theme, "groups of groups", Nested),
        new(Theme, "every collective works in a group", EveryCollective),
        new(Theme, "many groups come and go", Many),
    ];

    private static void ColorsAndKeys(ProcessGroup group)
    {
        var (size, rank) = (group.Size, group.Rank);
        using var part = group.Split(rank % 2, -rank)!;
        int[] members = [.. Enumerable.Range(0, size).Where(other => other % 2 == rank % 2).Reverse()];
        Assert.Equal((members.Length, Array.IndexOf(members, rank), $"{group.Name}/{rank % 2}"), (part.Size, part.Rank, part.Name));
        Assert.Equal(members, part.AllGather<int>([rank]));

        // Equal keys: as in the parent. Colors need not be small.
        using var all = group.Split(int.MaxValue, 7)!;
        Assert.Equal((size, rank), (all.Size, all.Rank));
        Assert.Equal(Enumerable.Range(0, size), all.AllGather<int>([rank]));
    }

    private static void None(ProcessGroup group)
    {
        var joins = group.Rank % 3 != 1;
        using var part = group.Split(joins ? 0 : -1);
        Assert.Equal(joins, part is not null);
        int[] members = [.. Enumerable.Range(0, group.Size).Where(rank => rank % 3 != 1)];
        if (part is not null) Assert.Equal(members, part.AllGather<int>([group.Rank]));
        Assert.Null(group.Split(-7));
        group.Barrier();
    }

    private static void Alternately(ProcessGroup group)
    {
        var (size, rank) = (group.Size, group.Rank);
        using var half = group.Split(rank < size / 2 ? 0 : 1)!;
        using var reversed = group.Split(0, size - rank)!;
        for (var step = 0; step < 20; step++)
        {
            long[] values = [rank + step];
            half.AllReduce(values.AsSpan());
            var members = Enumerable.Range(0, size).Where(other => other < size / 2 == rank < size / 2);
            Assert.Equal(members.Sum(member => member + step), values[0]);
            Assert.Equal(Enumerable.Range(0, size), group.AllGather<int>([rank]));
            Assert.Equal(Enumerable.Range(0, size).Reverse(), reversed.AllGather<int>([rank]));
        }
    }

    private static void Nested(ProcessGroup group)
    {
        var part = group.Split(0, -group.Rank)!;
        for (var depth = 0; part.Size > 1; depth++)
        {
            Assert.Equal(Enumerable.Range(0, part.Size), part.AllGather<int>([part.Rank]));
            var next = part.Split(part.Rank % 2)!;
            part.Dispose();
            part = next;
            Assert.True(depth < 5);
        }

        part.Barrier();
        part.Dispose();
        group.Barrier();
    }

    private static void EveryCollective(ProcessGroup group)
    {
        using var part = group.Split(group.Rank % 2)!;
        foreach (var scenario in ExchangeScenarios.All.Concat(ShardScenarios.All))
            if (!scenario.Name.StartsWith("megabytes", StringComparison.Ordinal)
                && !scenario.Name.StartsWith("every", StringComparison.Ordinal))
                scenario.Body(part);
        for (var root = 0; root < part.Size; root++)
        {
            long[] values = [part.Rank, 2], result = [0, 0];
            part.Broadcast(values.AsSpan(), root);
            Assert.Equal([root, 2], values);
            part.Reduce(values, result, root);
            Assert.Equal(part.Rank == root ? [root * part.Size, 2 * part.Size] : [0, 0], result);
        }
    }

    private static void Many(ProcessGroup group)
    {
        for (var round = 0; round < 30; round++)
        {
            using var part = group.Split((group.Rank + round) % 2);
            part!.Barrier();
        }
    }
}
