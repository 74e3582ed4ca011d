using Tutti.Communication.Membership;
using Tutti.Communication.Simulation;

namespace Tutti.Communication.Tests.Simulation;

/// <summary>
/// Processes that join in a storm, work, fail, are killed or cut off, and go on as a new generation: generations only grow, everybody in a generation sees the same
/// roster, in which every rank is somebody else, and nobody waits for ever.
/// </summary>
internal sealed class MembershipStory
{
    private readonly Dictionary<int, Roster> rosters = [];
    private readonly Dictionary<int, string> verdicts = [];
    private readonly Random random;

    private MembershipStory(int seed) => random = new Random(seed);

    internal static void Run(int seed) => new MembershipStory(seed).RunJob(seed);

    private void RunJob(int seed)
    {
        var size = random.Next(1, 9);
        var options = new SimulationOptions
        {
            Size = size,
            Seed = seed,
            Plan = FaultPlan.Random(random, size, TimeSpan.FromSeconds(8), random.Next(0, 4)),
            CoordinatorRank = random.Next(3) == 0 ? 0 : null,
        };
        var result = new SimulatedCluster(options).Run(rank => Live(rank, new Random(seed * 31 + rank.Place)));
        // A generation that lacks a member waits for the join timeout; no member sees more of them than there are faults.
        var last = options.Plan.End + TimeSpan.FromSeconds(30) + (size + 3) * TimeSpan.FromSeconds(70);
        for (var rank = 0; rank < size; rank++)
        {
            if (result.Crashed.Contains(rank)) continue;
            SimulationProblem.If(result.Errors[rank] is not (null or RendezvousException), $"rank {rank}: {result.Errors[rank]}");
            SimulationProblem.If(result.Ended[rank] > last, $"rank {rank} went on until {result.Ended[rank]}, the limit was {last}");
        }
    }

    private void Live(SimulatedRank rank, Random own)
    {
        for (var generation = 0; ;)
        {
            var roster = rank.Member.State.Roster!;
            SimulationProblem.If(roster.Generation <= generation, $"generation {roster.Generation} after {generation}");
            generation = roster.Generation;
            CheckRoster(rank, roster);
            for (var step = own.Next(1, 20); step > 0 && rank.Member.Board.Current is null; step--) rank.Work(TimeSpan.FromMilliseconds(own.Next(400)));
            if (own.Next(4) == 0) rank.Member.Board.Raise(new(rank.Member.State.OwnRank, new FormatException("on purpose")));
            if (rank.Member.Board.Current is null) return;
            CheckVerdict(rank.Member.State);
            rank.Rejoin();
        }
    }

    private void CheckRoster(SimulatedRank rank, Roster roster)
    {
        if (!rosters.TryAdd(roster.Generation, roster))
            SimulationProblem.If(!rosters[roster.Generation].Members.SequenceEqual(roster.Members), $"two rosters of generation {roster.Generation}");
        var places = roster.Members.Select(entry => SimulatedMember.PlaceOf(entry.Facts)).ToArray();
        SimulationProblem.If(places.Distinct().Count() != places.Length, "one process has two ranks");
        SimulationProblem.If(places[rank.Member.State.OwnRank] != rank.Place, $"process {rank.Place} is told another's rank");
    }

    // Who has lost the coordinator cannot know the others' verdict.
    private void CheckVerdict(MemberState state)
    {
        if (state.Verdict is not { Report: var report } verdict || !state.IsConnected) return;
        var said = $"{verdict.Reporter} {report.Rank} {report.Message}";
        if (!verdicts.TryAdd(verdict.Generation, said))
            SimulationProblem.If(verdicts[verdict.Generation] != said, $"two verdicts of generation {verdict.Generation}: {verdicts[verdict.Generation]}; {said}");
    }
}
