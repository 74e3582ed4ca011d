using System.Numerics;

namespace Tutti.Communication.Scenarios;

/// <summary>Messages from one rank to another.</summary>
internal static class PointToPointScenarios
{
    private const string Theme = "Point to point";

    internal static IReadOnlyList<Scenario> All { get; } =
    [
        new(Theme, "a ring passes every type, count and value on", group => new Ring(group).RunAll()),
        new(Theme, "megabytes both ways at once", Large),
        new(Theme, "tags are received in any order, messages of one tag in the order sent", Tags) { SmallestSize = 2 },
        new(Theme, "every pair of ranks", Pairs),
        new(Theme, "messages and collectives do not disturb each other", BetweenCollectives) { SmallestSize = 3 },
        new(Theme, "messages of groups do not disturb each other", InGroups),
        new(Theme, "queued messages run in issue order", Queued) { SmallestSize = 2 },
        new(Theme, "peers that are not peers are refused", Refused),
        Disagree("count", "5 float with tag 9", group => group.Receive(new float[5].AsSpan(), 0, 9)),
        Disagree("element", "4 int with tag 9", group => group.Receive(new int[4].AsSpan(), 0, 9)),
        new(Theme, "nothing comes: the peer is named after the timeout", NothingComes) { SmallestSize = 2, EndsFaulted = true, IsImpatient = true },
        new(Theme, "the peer departs: the other is told", PeerDeparts) { SmallestSize = 2, EndsFaulted = true },
        new(Theme, "the peer throws: the other is told why", PeerThrows) { SmallestSize = 2, EndsFaulted = true, Culprit = _ => 0 },
    ];

    private sealed class Ring(ProcessGroup group) : ElementCase
    {
        protected override void Run<T>()
        {
            foreach (var count in Coded.Counts(group.Size)) Pass(group, Coded.Values<T>, count);
        }
    }

    private static void Pass<T>(ProcessGroup group, Func<int, int, int, T[]> values, int count) where T : unmanaged, INumber<T>
    {
        var (right, left) = ((group.Rank + 1) % group.Size, (group.Rank + group.Size - 1) % group.Size);
        var result = new T[count];
        group.SendReceive<T>(values(group.Rank, count, 0), right, result, left);
        Coded.Same<T>(values(left, count, 0), result, $"{count} {typeof(T).Name} from rank {left}");
    }

    private static void Large(ProcessGroup group) => Pass(group, Coded.Values<long>, 700_001);

    private static void Tags(ProcessGroup group)
    {
        const int count = 5_000;
        if (group.Rank == 0)
        {
            for (var i = 0; i < 10; i++)
                for (var tag = 0; tag < 3; tag++) group.Send<short>(Coded.Values<short>(i, count, tag), 1, tag);
        }
        else if (group.Rank == 1)
        {
            var values = new short[count];
            for (var tag = 2; tag >= 0; tag--)
                for (var i = 0; i < 10; i++)
                {
                    group.Receive(values.AsSpan(), 0, tag);
                    Coded.Same<short>(Coded.Values<short>(i, count, tag), values, $"message {i} with tag {tag}");
                }
        }

        group.Barrier();
    }

    private static void Pairs(ProcessGroup group)
    {
        for (var peer = 0; peer < group.Size; peer++)
            if (peer != group.Rank) group.Send<int>([100 * group.Rank + peer], peer, group.Rank);
        for (var peer = 0; peer < group.Size; peer++)
        {
            if (peer == group.Rank) continue;
            int[] value = [0];
            group.Receive(value.AsSpan(), peer, peer);
            Assert.Equal(100 * peer + group.Rank, value[0]);
        }
    }

    private static void BetweenCollectives(ProcessGroup group)
    {
        for (var step = 0; step < 50; step++)
        {
            if (group.Rank == 0) group.Send<int>([step], 2);
            Assert.Equal(Enumerable.Range(0, group.Size), group.AllGather<int>([group.Rank]));
            int[] got = [0];
            if (group.Rank == 2) group.Receive(got.AsSpan(), 0);
            if (group.Rank == 2) Assert.Equal(step, got[0]);
        }
    }

    private static void InGroups(ProcessGroup group)
    {
        using var reversed = group.Split(0, -group.Rank)!;
        var (size, rank) = (group.Size, group.Rank);
        if (size == 1) return;
        // The same two ranks, the same tag, three channels: received in another order than sent.
        var peer = size - 1 - rank;
        if (peer == rank) return;
        group.Send<int>([1], peer);
        reversed.Send<int>([2], size - 1 - peer);
        int[] first = [0], second = [0];
        reversed.Receive(first.AsSpan(), size - 1 - peer);
        group.Receive(second.AsSpan(), peer);
        Assert.Equal((2, 1), (first[0], second[0]));
    }

    private static void Queued(ProcessGroup group)
    {
        int[] first = [0], second = [0];
        Task[] tasks = group.Rank switch
        {
            0 => [group.SendAsync<int>(new[] { 5 }, 1), group.SendAsync<int>(new[] { 6 }, 1)],
            1 => [group.ReceiveAsync<int>(first, 0), group.ReceiveAsync<int>(second, 0)],
            _ => [],
        };
        foreach (var task in tasks) Waiting.ForEnd(task);
        if (group.Rank == 1) Assert.Equal((5, 6), (first[0], second[0]));
    }

    private static void Refused(ProcessGroup group)
    {
        var (size, rank) = (group.Size, group.Rank);
        foreach (var peer in new[] { -1, rank, size })
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => group.Send<int>([1], peer));
            Assert.Contains($"Got {peer} on rank {rank}. Expected 0 to {size - 1}, but not {rank}.", error.Message);
            Assert.Throws<ArgumentOutOfRangeException>(() => group.Receive(new int[1].AsSpan(), peer));
        }

        Assert.Throws<ArgumentException>(() => group.SendReceive<int>([1], rank, new int[2], rank));
        var memory = new int[4];
        Assert.Throws<ArgumentException>(() => group.SendReceive<int>(memory.AsSpan(0, 3), rank, memory.AsSpan(1, 3), rank));
        group.Barrier();
    }

    private static Scenario Disagree(string kind, string expected, Action<ProcessGroup> receive) =>
        new(Theme, $"{kind} differs: every rank throws one error naming both sides", group =>
        {
            var error = Faulted.Catch(() =>
            {
                if (group.Rank == 0) group.Send<float>(new float[4], 1, 9);
                if (group.Rank == 1) receive(group);
                group.Barrier();
            });
            Assert.StartsWith(
                $"Receive on group '{group.Name}': the ranks disagree. Got {expected} expected by rank 1 and 4 float with tag 9 sent by rank 0.",
                Assert.IsType<CollectiveMismatchException>(error).Message);
            Faulted.Stands(group, error);
        }) { SmallestSize = 2, EndsFaulted = true };

    private static void NothingComes(ProcessGroup group)
    {
        if (group.Rank != 1) Waiting.ForFault(group);
        var error = Assert.IsType<CollectiveTimeoutException>(Faulted.Catch(() =>
        {
            if (group.Rank == 1) group.Receive(new int[3].AsSpan(), 0);
            group.Barrier();
        }));
        Assert.Equal([0], error.MissingRanks);
        Assert.Contains($"rank 1 of {group.Size} heard nothing from rank 0 for ", error.Message);
        Faulted.Stands(group, error);
    }

    private static void PeerDeparts(ProcessGroup group)
    {
        if (group.Rank != 1) return;
        Assert.Equal(0, Assert.IsType<PeerLostException>(Faulted.Catch(() => group.Receive(new int[3].AsSpan(), 0))).Peer);
    }

    private static void PeerThrows(ProcessGroup group)
    {
        if (group.Rank == 0) throw new PlannedFailureException();
        Faulted.ByPlan(group, Faulted.Catch(() =>
        {
            if (group.Rank == 1) group.Receive(new int[3].AsSpan(), 0);
            group.Barrier();
        }), 0);
    }
}
