using Tutti.Communication.Collectives;

namespace Tutti.Communication.Scenarios;

/// <summary>A rank that cannot go on: every other rank is told who and why, at once, and for good.</summary>
internal static class FaultScenarios
{
    private const string Theme = "Faults";

    internal static IReadOnlyList<Scenario> All { get; } =
    [
        new(Theme, "a rank throws: the others lose it, with its cause", Throws) { SmallestSize = 2, EndsFaulted = true, Culprit = Middle },
        new(Theme, "a rank throws while others are deep in a large collective", ThrowsLate) { SmallestSize = 2, EndsFaulted = true,
            Culprit = Middle },
        new(Theme, "a rank aborts: every later call of every rank fails with the first cause", Aborts) { EndsFaulted = true },
        new(Theme, "a rank departs: the others are told, it is not", Departs) { SmallestSize = 2, EndsFaulted = true },
        new(Theme, "ranks that never arrive are named after the timeout", Late) { SmallestSize = 3, EndsFaulted = true,
            IsImpatient = true },
        new(Theme, "a group of some ranks: everybody else learns the culprit by the job's number", InGroup) { SmallestSize = 3,
            EndsFaulted = true },
        new(Theme, "a group that one rank has disposed of", DisposedGroup) { SmallestSize = 2, EndsFaulted = true },
        new(Theme, "an operator that throws", OperatorThrows) { SmallestSize = 2, EndsFaulted = true },
    ];

    private static int Middle(int size) => size / 2;

    private static void Throws(ProcessGroup group)
    {
        var culprit = Middle(group.Size);
        var error = Faulted.Catch(() =>
        {
            group.Barrier();
            if (group.Rank == culprit) throw new PlannedFailureException();
            group.AllGather<float>([1]);
        });
        if (group.Rank == culprit) throw error!;
        Faulted.ByPlan(group, error, culprit);
    }

    private static void ThrowsLate(ProcessGroup group)
    {
        var culprit = Middle(group.Size);
        var values = new float[1_000_000];
        var error = Faulted.Catch(() =>
        {
            for (var round = 0; ; round++)
            {
                if (round == 3 && group.Rank == culprit) throw new PlannedFailureException();
                group.AllReduce(values.AsSpan());
            }
        });
        if (group.Rank == culprit) throw error!;
        Faulted.ByPlan(group, error, culprit);
    }

    private static void Aborts(ProcessGroup group)
    {
        if (group.Rank == 0) group.Abort(new PlannedFailureException());
        var error = Faulted.Catch(group.Barrier);
        group.Abort(new FormatException("second"));
        Faulted.ByPlan(group, error, 0);
    }

    private static void Departs(ProcessGroup group)
    {
        var culprit = group.Size - 1;
        var error = Faulted.Catch(() =>
        {
            group.Barrier();
            if (group.Rank != culprit) group.Barrier();
        });
        if (group.Rank == culprit)
        {
            Assert.Null(error);
            return;
        }

        var lost = Assert.IsType<PeerLostException>(error);
        Assert.Equal((group.Rank, culprit), (lost.Rank, lost.Peer));
        Assert.Contains($"rank {culprit} of {group.Size} has ended its work", lost.Message);
        Faulted.Stands(group, lost);
    }

    private static void Late(ProcessGroup group)
    {
        int[] late = [1, .. Enumerable.Range(3, group.Size - 3)];
        var isLate = late.Contains(group.Rank);
        var error = Assert.IsType<CollectiveTimeoutException>(Faulted.Catch(() =>
        {
            group.Barrier();
            if (isLate) Waiting.ForFault(group);
            group.AllReduce(new float[3].AsSpan());
        }));
        Assert.NotEmpty(error.MissingRanks);
        Assert.All(error.MissingRanks, rank => Assert.Contains(rank, late));
        Assert.Equal((group.Rank, error.MissingRanks[0]), (error.Rank, error.Peer));
        Assert.Matches(@"^\w+ #\d on group '.+': rank \d of \d heard nothing from ranks? [\d, ]+ for \d\d:\d\d:\d\d", error.Message);
        Faulted.Stands(group, error);
    }

    private static void InGroup(ProcessGroup group)
    {
        // The last rank is first in its group, so that its two numbers differ.
        var culprit = group.Size - 1;
        using var part = group.Split(group.Rank == 0 ? 1 : 0, -group.Rank)!;
        // Every rank is through with the split before one fails.
        if (group.Rank != culprit) group.Send<byte>([1], culprit);
        if (group.Rank == culprit)
        {
            for (var rank = 0; rank < culprit; rank++) group.Receive<byte>(new byte[1], rank);
            part.Abort(new PlannedFailureException());
            Faulted.ByPlan(group, Faulted.Catch(group.Barrier), culprit);
            return;
        }

        if (group.Rank > 0) Faulted.ByPlan(part, Faulted.Catch(part.Barrier), 0);
        Faulted.ByPlan(group, Faulted.Catch(group.Barrier), culprit);
        if (group.Rank > 0) return;
        var elsewhere = Assert.IsType<PeerLostException>(Faulted.Catch(part.Barrier));
        Assert.Null(elsewhere.Peer);
        Assert.Contains($"rank {culprit} of the job is lost", elsewhere.Message);
    }

    private static void DisposedGroup(ProcessGroup group)
    {
        var part = group.Split(0, -group.Rank)!;
        var error = Faulted.Catch(() =>
        {
            part.Barrier();
            if (group.Rank == 0) part.Dispose();
            else part.Barrier();
            group.Barrier();
        });
        var lost = Assert.IsType<PeerLostException>(error);
        Assert.Equal(lost.Group == group.Name ? 0 : group.Size - 1, lost.Peer);
        Assert.Contains("has ended its work", lost.Message);
        Faulted.Stands(group, Assert.IsType<PeerLostException>(Faulted.Catch(group.Barrier)));
    }

    private static void OperatorThrows(ProcessGroup group)
    {
        var operatorThatThrows = Reduction.Custom<int>("throws", (_, _, _) => throw new PlannedFailureException());
        var error = Faulted.Catch(() =>
        {
            group.AllReduce(new int[10_000].AsSpan(), operatorThatThrows);
            group.Barrier();
        });
        // Whoever comes first is the culprit of all others.
        if (error is not PlannedFailureException) Assert.Contains(PlannedFailureException.Text,
            Assert.IsType<PeerLostException>(error).Message);
        Assert.IsType<PeerLostException>(Faulted.Catch(group.Barrier));
    }
}
