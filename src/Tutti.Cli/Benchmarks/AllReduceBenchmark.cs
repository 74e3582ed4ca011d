using System.Diagnostics;
using Tutti.Cli.Arguments;
using Tutti.Communication;
using Tutti.Communication.Collectives;
using Tutti.Communication.Launching;

namespace Tutti.Cli.Benchmarks;

/// <summary>
/// Times sums over all ranks, as the peers' allreduce.py does: many calls a repetition, all ranks in step. Measured are memory of the
/// group (what gradients live in: nothing is copied where ranks share memory) and private memory.
/// </summary>
internal static class AllReduceBenchmark
{
    // As many bytes as a repetition may move: small sizes repeat until the clock's grain does not matter.
    private static readonly TimeSpan RepetitionTime = TimeSpan.FromMilliseconds(60);

    internal static readonly string[] Transports = ["threads", "shared-memory", "tcp", "mpi"];

    // Ranks wait for rank 0's decisions, and for memory to be filled.
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    internal static async Task<IReadOnlyList<BenchmarkCase>> RunAsync(
        int ranks, TransportKind transport, AllReduceArguments arguments, CancellationToken cancellation)
    {
        var options = new DistributorOptions
        {
            Workers = ranks, Transport = transport, Isolation = WorkerKinds.IsolationOf(WorkerKinds.IsolationFor(transport)),
            Timeout = Timeout, Name = "bench",
        };
        var outcomes = await Distributor.RunAsync(options, Run, arguments, cancellation).ConfigureAwait(false);
        return [.. outcomes[0].Cases.Select(done => BenchmarkCase.From(done.Name, "us", done.Microseconds))];
    }

    internal static int[] ReadSizes(GivenValue given) =>
        [.. given.Text.Split(',').Select(part =>
            new GivenValue(given.Source, part.Trim()).WholeNumber(4, int.MaxValue / 2) / sizeof(float) * sizeof(float))];

    /// <summary>What one rank measures; all ranks go through the same calls.</summary>
    internal static AllReduceOutcome Run(World world, AllReduceArguments arguments)
    {
        var cases = new List<AllReduceCase>();
        foreach (var bytes in arguments.Sizes)
        {
            if (!arguments.Any) cases.Add(MeasureShared(world, bytes, arguments.Repetitions));
            cases.Add(MeasurePrivate(world, bytes, arguments));
        }

        return new AllReduceOutcome { Cases = cases };
    }

    private static AllReduceCase MeasureShared(World world, int bytes, int repetitions)
    {
        var buffer = world.Group.AllocateShards(ShardMap.Contiguous(world.Size, world.Size), bytes / sizeof(float));
        buffer.Shard(0).Span.Fill(1e-30f);
        return new AllReduceCase { Name = $"{bytes}", Microseconds = Measure(world, repetitions, () => world.Group.SumShards(buffer)) };
    }

    private static AllReduceCase MeasurePrivate(World world, int bytes, AllReduceArguments arguments)
    {
        var values = GC.AllocateArray<float>(bytes / sizeof(float), pinned: true);
        Array.Fill(values, 1e-30f);
        var order = arguments.Any ? ReductionOrder.Any : ReductionOrder.FixedTree;
        return new AllReduceCase
        {
            Name = arguments.Any ? $"{bytes}" : $"{bytes} private",
            Microseconds = Measure(world, arguments.Repetitions, () => world.Group.AllReduce(values.AsSpan(), order: order)),
        };
    }

    // Rank 0's figures decide how many calls a repetition has, so that all ranks make the same.
    private static double[] Measure(World world, int repetitions, Action call)
    {
        var calls = 1;
        for (var warmUp = 0; warmUp < 4; warmUp++)
        {
            var seconds = Repeat(world, calls, call);
            Span<int> agreed = [(int)Math.Clamp(calls * RepetitionTime.TotalSeconds / Math.Max(seconds, 1e-9), 1, 200_000)];
            world.Group.Broadcast(agreed);
            calls = agreed[0];
        }

        return [.. Enumerable.Range(0, repetitions).Select(_ => Repeat(world, calls, call) * 1e6 / calls)];
    }

    private static double Repeat(World world, int calls, Action call)
    {
        world.Group.Barrier();
        var start = Stopwatch.GetTimestamp();
        for (var number = 0; number < calls; number++) call();
        world.Group.Barrier();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
