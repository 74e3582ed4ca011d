using Tutti.Communication.Simulation;

namespace Tutti.Communication.Tests.Simulation;

/// <summary>Seeds for some seconds; a long run is <c>dotnet run -c Release --project benchmarks/Tutti.Benchmarks -- simulate STORY COUNT</c>.</summary>
public sealed class StoryTests
{
    [Fact]
    public void Uneven_ThousandSeeds_EndWell() => Tell(Stories.Uneven, 1_000);

    [Fact]
    public void Faults_Seeds_LeaveNobodyWaitingAndBlameWhoFailed()
    {
        var (verdicts, survivals) = (0, 0);
        Tell(seed =>
        {
            var result = Stories.Faults(seed);
            if (result.Verdict is not null) verdicts++;
            else if (result.Errors.All(error => error is null)) survivals++;
        }, 400);
        // The seeds do reach what they are for.
        Assert.True(verdicts > 100 && survivals > 20, $"{verdicts} verdicts, {survivals} survivals");
    }

    [Fact]
    public void Lateness_Seeds_IsForgivenOrNamed() => Tell(seed => Stories.Lateness(seed), 200);

    [Fact]
    public void Membership_Seeds_KeepsGenerationsApart() => Tell(MembershipStory.Run, 300);

    // The controls: what the stories are there to find is found.
    [Fact]
    public void Lateness_RankThatDoesNotLookAtItsDeadline_IsFound() =>
        Assert.InRange(SeedsUntilFound(seed => Stories.Lateness(seed, options => options with { ClockOf = (_, _) => new StoppedClock() })), 1, 20);

    [Fact]
    public void Faults_DeathThatNobodyIsToBlameFor_IsFound()
    {
        static SimulationOptions Kill(SimulationOptions options) =>
            options with { Plan = new([.. options.Plan.Faults, new PlannedFault.Crash(TimeSpan.FromMilliseconds(100), 0, CrashKind.Closes)]) };
        Assert.InRange(SeedsUntilFound(seed => Stories.Faults(seed, Kill)), 1, 20);
    }

    [Fact]
    public void Disagreement_OrderThatDependsOnTheClock_IsFound() => Assert.InRange(SeedsUntilFound(seed =>
    {
        var result = new SimulatedCluster(new SimulationOptions { Size = 2, Seed = seed }).Run(rank =>
        {
            // Each rank looks at its own clock: almost always they agree.
            rank.Work(TimeSpan.FromMilliseconds(10));
            rank.Group.Barrier();
            if (rank.Now.Microseconds % 50 == 0) rank.Group.Broadcast(new int[1].AsSpan());
            rank.Group.Barrier();
        });
        foreach (var error in result.Errors.OfType<CollectiveMismatchException>()) throw error;
    }), 1, 500);

    private static void Tell(Action<int> story, int count)
    {
        for (var seed = 0; seed < count; seed++)
        {
            var error = Record.Exception(() => story(seed));
            Assert.True(error is null, $"seed {seed}: {error}");
        }
    }

    private static int SeedsUntilFound(Action<int> story)
    {
        for (var seed = 0; seed < 1_000; seed++)
            if (Record.Exception(() => story(seed)) is not null) return seed + 1;
        return int.MaxValue;
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override long GetTimestamp() => 1;
    }
}
