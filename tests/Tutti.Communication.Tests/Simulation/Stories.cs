using Tutti.Communication.Membership;
using Tutti.Communication.Simulation;

namespace Tutti.Communication.Tests.Simulation;

/// <summary>
/// What can happen to a job, from a seed, and what must hold whatever happens: nobody waits past his deadline, survivors agree on one verdict, and it names a rank
/// that really failed. Each throws what is wrong.
/// </summary>
internal static class Stories
{
    /// <summary>What a rank that is cut off, or whose peer has vanished, needs at most until it knows: lease, timeout, verdict, farewell.</summary>
    internal static readonly TimeSpan Bound = TimeSpan.FromSeconds(12);

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan JoinTimeout = TimeSpan.FromSeconds(60);

    // Below the lease, so that nobody may be lost by it.
    private static readonly TimeSpan Harmless = TimeSpan.FromSeconds(2);

    internal static IReadOnlyDictionary<string, Action<int>> All { get; } = new Dictionary<string, Action<int>>
    {
        ["uneven"] = Uneven,
        ["faults"] = seed => Faults(seed),
        ["lateness"] = seed => Lateness(seed),
        ["membership"] = MembershipStory.Run,
    };

    /// <summary>Uneven data on an unsteady network: all ends well.</summary>
    internal static void Uneven(int seed)
    {
        var random = new Random(seed);
        var options = Options(seed, random, largest: 6);
        var steps = random.Next(1, 12);
        var weights = new float[options.Size][];
        var result = new SimulatedCluster(options).Run(rank => weights[rank.Place] = UnevenTraining.Run(rank, seed, steps));
        RequireNoError(result);
    }

    /// <summary>Ranks die or stand still, machines are cut off, perhaps the coordinator's.</summary>
    /// <param name="seed">Who, when, how long.</param>
    /// <param name="change">What happens beside it, and nobody is to blame for.</param>
    /// <returns>How it ended.</returns>
    internal static SimulationResult Faults(int seed, Func<SimulationOptions, SimulationOptions>? change = null)
    {
        var random = new Random(seed);
        var options = Options(seed, random, largest: 5);
        options = options with
        {
            Plan = FaultPlan.Random(random, options.Size, TimeSpan.FromSeconds(1), random.Next(1, 4)),
            CoordinatorRank = random.Next(2) == 0 ? 0 : null,
        };
        var result = new SimulatedCluster(change?.Invoke(options) ?? options).Run(rank => UnevenTraining.Run(rank, seed, stepCount: 40));
        if (options.Plan.IsWithin(Harmless)) RequireNoError(result);
        else CheckFaults(options, result);
        return result;
    }

    /// <summary>One rank comes late to one step: in time, or so late that all others name it.</summary>
    /// <param name="seed">Who, when, how late.</param>
    /// <param name="change">Plants a bug.</param>
    internal static void Lateness(int seed, Func<SimulationOptions, SimulationOptions>? change = null)
    {
        var random = new Random(seed);
        var options = Options(seed, random, largest: 5);
        if (options.Size == 1) options = options with { Size = 2 };
        var (late, lateness) = (random.Next(options.Size), Timeout * (2 * random.NextDouble()));
        var result = new SimulatedCluster(change?.Invoke(options) ?? options).Run(rank =>
        {
            rank.Group.Barrier();
            if (rank.Place == late) rank.Work(lateness);
            rank.Group.AllReduce(new float[10].AsSpan());
        });
        var slack = TimeSpan.FromSeconds(1.5);
        if (lateness < Timeout - slack) RequireNoError(result);
        if (lateness <= Timeout + slack) return;
        for (var rank = 0; rank < options.Size; rank++)
        {
            var isNamed = result.Errors[rank] is CollectiveTimeoutException timeout && timeout.MissingRanks.SequenceEqual([late]);
            SimulationProblem.If(!isNamed, $"rank {rank}: rank {late} was {lateness} late, got {result.Errors[rank]?.ToString() ?? "nothing"}");
            var limit = rank == late ? lateness + Timeout : Timeout + slack;
            SimulationProblem.If(result.Ended[rank] > limit, $"rank {rank} waited until {result.Ended[rank]}, the limit was {limit}");
        }
    }

    private static SimulationOptions Options(int seed, Random random, int largest) => new()
    {
        Size = random.Next(1, largest + 1),
        Seed = seed,
        Timeout = Timeout,
        Network = new NetworkOptions
        {
            MostDelay = TimeSpan.FromMicroseconds(30 + 5_000 * Math.Pow(random.NextDouble(), 3)),
            LossProbability = random.Next(3) == 0 ? 0.02 : 0,
            CapacityBytes = 1 << random.Next(7, 17),
            PartProbability = random.NextDouble() / 2,
        },
    };

    private static void RequireNoError(SimulationResult result)
    {
        for (var rank = 0; rank < result.Errors.Count; rank++)
            SimulationProblem.If(result.Errors[rank] is not null, $"rank {rank}: {result.Errors[rank]}");
        SimulationProblem.If(result.Verdict is not null, $"a verdict: {result.Verdict?.Text}");
    }

    private static void CheckFaults(SimulationOptions options, SimulationResult result)
    {
        var last = options.Plan.End + Bound + TimeSpan.FromSeconds(5);
        for (var rank = 0; rank < options.Size; rank++)
        {
            if (result.Crashed.Contains(rank)) continue;
            var error = result.Errors[rank];
            var isKnown = error is null or CommunicationException or RendezvousException;
            SimulationProblem.If(!isKnown, $"rank {rank}: {error}");
            // A job that never began is given up when the time to join is over.
            var limit = error is RendezvousException ? JoinTimeout + Bound : last;
            SimulationProblem.If(result.Ended[rank] > limit, $"rank {rank} went on until {result.Ended[rank]}, the limit was {limit}: {error}");
        }

        if (result.Verdict is not { Report: var report }) return;
        var culprits = CulpritsOf(report).ToArray();
        SimulationProblem.If(
            !culprits.Any(options.Plan.Culprits(options.Size).Contains), $"the verdict blames {string.Join(", ", culprits)}: {report.Sentence}");
    }

    // Whom a report blames.
    private static IEnumerable<int> CulpritsOf(FaultReport report) => report.Kind switch
    {
        FaultKind.Timeout => report.MissingRanks,
        FaultKind.PeerLost => report.Peer is { } peer ? [peer] : [],
        _ => report.Rank is { } rank ? [rank] : [],
    };
}
