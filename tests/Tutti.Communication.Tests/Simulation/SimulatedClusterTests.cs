using Tutti.Communication.Membership;
using Tutti.Communication.Simulation;

namespace Tutti.Communication.Tests.Simulation;

public sealed class SimulatedClusterTests
{
    [Fact]
    public void Run_SameSeed_TakesTheSameCourseToTheEvent()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var first = Run(seed);
            using var load = new Load();
            var second = Run(seed);
            Assert.Equal((first.Trace.Count, first.Trace.Digest), (second.Trace.Count, second.Trace.Digest));
            Assert.Equal(first.Ended, second.Ended);
            Assert.Equal(first.Errors.Select(error => error?.Message), second.Errors.Select(error => error?.Message));
        }

        static SimulationResult Run(int seed)
        {
            var random = new Random(seed);
            var plan = FaultPlan.Random(random, 4, TimeSpan.FromSeconds(2), seed % 3);
            return new SimulatedCluster(new SimulationOptions { Size = 4, Seed = seed, Plan = plan }).Run(rank => UnevenTraining.Run(rank, seed, 10));
        }
    }

    [Fact]
    public void Run_OtherSeed_TakesAnotherCourse()
    {
        var digests = Enumerable.Range(0, 10).Select(seed =>
            new SimulatedCluster(new SimulationOptions { Size = 3, Seed = seed }).Run(rank => rank.Group.Barrier()).Trace.Digest);
        Assert.Equal(10, digests.Distinct().Count());
    }

    [Fact]
    public void Run_TimeOfWork_PassesWithoutReal()
    {
        var result = new SimulatedCluster(new SimulationOptions { Size = 2, Seed = 1, Timeout = TimeSpan.FromHours(2) }).Run(rank =>
        {
            if (rank.Place == 1) rank.Work(TimeSpan.FromHours(1));
            rank.Group.Barrier();
        });
        Assert.All(result.Errors, Assert.Null);
        Assert.All(result.Ended, ended => Assert.InRange(ended, TimeSpan.FromHours(1), TimeSpan.FromHours(1.01)));
    }

    [Fact]
    public void Run_RankCrashes_SurvivorsNameItWithinTheLease()
    {
        foreach (var kind in Enum.GetValues<CrashKind>())
            for (var seed = 0; seed < 10; seed++)
            {
                var crash = new PlannedFault.Crash(TimeSpan.FromSeconds(1), 2, kind);
                var result = new SimulatedCluster(new SimulationOptions { Size = 4, Seed = seed, Plan = new([crash]) }).Run(rank =>
                {
                    for (var step = 0; step < 10_000; step++)
                    {
                        rank.Work(TimeSpan.FromMilliseconds(5));
                        rank.Group.AllReduce(new float[100].AsSpan());
                    }
                });
                Assert.Equal([2], result.Crashed);
                var report = result.Verdict!.Report;
                Assert.Equal(2, report.Kind == FaultKind.PeerLost ? report.Peer : report.Rank);
                foreach (var rank in new[] { 0, 1, 3 })
                {
                    Assert.Equal(2, Assert.IsType<PeerLostException>(result.Errors[rank]).Peer);
                    Assert.InRange(result.Ended[rank], crash.Time, crash.Time + TimeSpan.FromSeconds(kind == CrashKind.Silent ? 4.5 : 1.5));
                }
            }
    }

    [Fact]
    public void Run_WorkThatBlocksElsewhere_IsReported()
    {
        using var never = new ManualResetEventSlim();
        var cluster = new SimulatedCluster(new SimulationOptions { Size = 2, Seed = 3, RealLimit = Ranks.Short });
        var error = Assert.Throws<SimulationException>(() => cluster.Run(_ => never.Wait(Ranks.Deadline)));
        Assert.Contains("seed 3 hangs in real time", error.Message);
        never.Set();
    }

    // Other threads that want the cores.
    private sealed class Load : IDisposable
    {
        private readonly Thread[] threads;
        private volatile bool isOver;

        internal Load()
        {
            threads = [.. Enumerable.Range(0, 3).Select(_ => new Thread(() => { while (!isOver) Thread.SpinWait(100); }) { IsBackground = true })];
            foreach (var thread in threads) thread.Start();
        }

        public void Dispose()
        {
            isOver = true;
            foreach (var thread in threads) thread.Join();
        }
    }
}
