using Tutti.Communication.Collectives;

namespace Tutti.Communication.Scenarios;

/// <summary>Collectives that run while the caller goes on.</summary>
internal static class QueueScenarios
{
    private const string Theme = "Queues";

    internal static IReadOnlyList<Scenario> All { get; } =
    [
        new(Theme, "collectives run in issue order", IssueOrder),
        new(Theme, "every asynchronous collective gives what the blocking one does", EveryCollective),
        new(Theme, "a blocking collective waits for those queued before it", BlockingAfterQueued),
        new(Theme, "waiting for what is queued is no collective", AwaitingQueued),
        new(Theme, "queues of several groups run side by side", SeveralGroups),
        new(Theme, "disposing a group first ends what is queued, and then refuses", Dispose),
        new(Theme, "a queued collective that fails faults the job", Failing) { EndsFaulted = true },
        new(Theme, "a queued collective that is cancelled cancels the job", Cancelled) { EndsFaulted = true },
    ];

    private static void IssueOrder(ProcessGroup group)
    {
        const int count = 60;
        var values = Enumerable.Range(0, count).Select(i => new long[] { group.Rank + i }).ToArray();
        var order = new List<int>();
        var tasks = Enumerable.Range(0, count).Select(i => group.RunAsync(own =>
        {
            own.AllReduce(values[i].AsSpan());
            order.Add(i);
        })).ToArray();
        foreach (var task in tasks.Reverse()) Waiting.ForEnd(task);
        Assert.Equal(Enumerable.Range(0, count), order);
        for (var i = 0; i < count; i++) Assert.Equal(Enumerable.Range(0, group.Size).Sum(rank => rank + i), values[i][0]);
    }

    private static void EveryCollective(ProcessGroup group)
    {
        var (size, rank) = (group.Size, group.Rank);
        int[] reduced = [rank], sent = [rank], parts = [.. Enumerable.Range(0, size)], part = [0];
        var buffer = group.AllocateShards(ShardMap.Contiguous(size, size), 10);
        buffer.Shard(0).Span.Fill(1);
        var gathered = group.AllGatherAsync<int>(new[] { rank });
        Task[] tasks =
        [
            group.AllReduceAsync<int>(reduced, Reduction.Max),
            group.BroadcastAsync<int>(sent, size - 1),
            group.ReduceScatterAsync<int>(parts, part),
            group.SumShardsAsync(buffer, 2, 5),
            group.BarrierAsync(),
        ];
        foreach (var task in tasks) Waiting.ForEnd(task);
        Assert.Equal(Enumerable.Range(0, size), Waiting.Result(gathered));
        Assert.Equal((size - 1, size - 1, rank * size), (reduced[0], sent[0], part[0]));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => i is >= 2 and < 7 ? (float)size : 1), buffer.Result.ToArray());
    }

    private static void BlockingAfterQueued(ProcessGroup group)
    {
        for (var round = 0; round < 20; round++)
        {
            int[] values = [1];
            var queued = group.AllReduceAsync<int>(values);
            group.AllReduce(values.AsSpan());
            Assert.Equal(group.Size * group.Size, values[0]);
            Waiting.ForEnd(queued);
        }
    }

    private static void AwaitingQueued(ProcessGroup group)
    {
        group.AwaitQueued();
        for (var round = 0; round < 20; round++)
        {
            int[] values = [1];
            var queued = group.RunAsync(own =>
            {
                own.AwaitQueued();
                own.AllReduce(values.AsSpan());
            });
            // Only some ranks wait, then all use the sum.
            if (group.Rank == round % group.Size) group.AwaitQueued();
            else Waiting.ForEnd(queued);
            Assert.Equal(group.Size, values[0]);
        }
    }

    private static void SeveralGroups(ProcessGroup group)
    {
        using var part = group.Split(group.Rank % 2)!;
        using var all = group.Split(0)!;
        var sums = new int[3][];
        for (var round = 0; round < 20; round++)
        {
            var tasks = new Task[3];
            // Ranks issue to the groups in different orders; within a group the order is the same.
            for (var i = 0; i < 3; i++)
            {
                var which = (i + group.Rank + round) % 3;
                sums[which] = [1];
                tasks[which] = (which == 0 ? group : which == 1 ? part : all).AllReduceAsync<int>(sums[which]);
            }

            foreach (var task in tasks) Waiting.ForEnd(task);
            Assert.Equal((group.Size, part.Size, group.Size), (sums[0][0], sums[1][0], sums[2][0]));
        }
    }

    private static void Dispose(ProcessGroup group)
    {
        var part = group.Split(0)!;
        var sums = Enumerable.Range(0, 10).Select(_ => new[] { 1 }).ToArray();
        var tasks = sums.Select(sum => part.AllReduceAsync<int>(sum)).ToArray();
        part.Dispose();
        part.Dispose();
        Assert.All(tasks, task => Assert.True(task.IsCompletedSuccessfully, task.Exception?.ToString()));
        Assert.All(sums, sum => Assert.Equal(group.Size, sum[0]));
        Assert.Throws<ObjectDisposedException>(part.Barrier);
        Assert.Throws<ObjectDisposedException>(() => { part.BarrierAsync(); });
        group.Barrier();
    }

    private static void Failing(ProcessGroup group)
    {
        var culprit = group.Size - 1;
        Task[] tasks = [group.BarrierAsync(), group.RunAsync(Second), group.BarrierAsync()];
        var errors = tasks.Select(task => Faulted.Catch(() => Waiting.ForEnd(task))).ToArray();
        if (group.Rank == culprit)
        {
            Assert.Null(errors[0]);
            Assert.IsType<PlannedFailureException>(errors[1]);
        }
        else
        {
            // The culprit may have left the barrier, and failed, before this rank has left it.
            if (errors[0] is not null) Faulted.ByPlan(group, errors[0], culprit);
            Faulted.ByPlan(group, errors[1], culprit);
        }

        Faulted.ByPlan(group, errors[2], culprit);

        void Second(ProcessGroup own)
        {
            if (own.Rank == culprit) throw new PlannedFailureException();
            own.Barrier();
        }
    }

    private static void Cancelled(ProcessGroup group)
    {
        using var source = new CancellationTokenSource();
        if (group.Rank == 0) source.Cancel();
        var error = Assert.ThrowsAny<OperationCanceledException>(() => Waiting.ForEnd(group.BarrierAsync(source.Token)));
        Faulted.Stands(group, error);
    }
}
