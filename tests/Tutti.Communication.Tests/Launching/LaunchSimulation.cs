using System.Runtime.InteropServices;
using Tutti.Communication.Launching;
using Tutti.Communication.Launching.Processes;

namespace Tutti.Communication.Tests.Launching;

/// <summary>A job whose processes, clock and misfortunes come from a seed.</summary>
internal sealed class LaunchSimulation
{
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(1), Bound = TimeSpan.FromMinutes(10);

    private readonly Random random;
    private readonly LaunchPolicy policy;
    private readonly LaunchState state;
    private readonly Dictionary<int, (int Generation, TimeSpan EndsAt, int Code)> living = [];
    private TimeSpan now;
    private LaunchOutcome? outcome;
    private int startCount, allBeganWith = 1;

    private LaunchSimulation(int seed)
    {
        random = new Random(seed);
        var count = random.Next(1, 6);
        policy = new LaunchPolicy(count, random.Next(1, count + 1), random.Next(0, 4), TimeSpan.FromSeconds(random.Next(0, 6)));
        state = new LaunchState(policy);
    }

    internal static void Run(int seed) => new LaunchSimulation(seed).Run();

    private void Run()
    {
        Apply(state.Begin(now));
        while (outcome is null)
        {
            Assert.True(living.Count > 0 || state.NextDeadline is not null, "nothing can happen any more");
            var next = living.Count > 0 ? living.MinBy(entry => entry.Value.EndsAt) : default;
            var ends = living.Count > 0 ? next.Value.EndsAt : TimeSpan.MaxValue;
            if (state.NextDeadline is { } deadline && deadline < ends)
            {
                now = Max(now, deadline);
                Apply(state.TimePassed(now));
                continue;
            }
            now = Max(now, ends);
            if (random.Next(4) == 0) Interfere();
            if (outcome is not null || !living.TryGetValue(next.Key, out var process) || process != next.Value) continue;
            living.Remove(next.Key);
            Apply(state.WorkerEnded(next.Key, process.Generation, new ProcessExit(process.Code, now, []), now));
            Assert.True(now < Bound, "it takes too long");
        }
        Assert.Empty(living);
        Assert.InRange(startCount, policy.WorkerCount, policy.WorkerCount * (1 + policy.MaxRestarts));
        Assert.InRange(outcome.RestartCount, 0, policy.MaxRestarts);
        Assert.True(outcome.FirstFailure is null || outcome.Failures.Contains(outcome.FirstFailure));
    }

    private void Interfere()
    {
        var rank = random.Next(policy.WorkerCount);
        Apply(random.Next(10) == 0
            ? state.StopRequested(PosixSignal.SIGINT, now)
            : state.VerdictReached(
                new JobVerdict("a fault", random.Next(3) == 0 ? null : rank, random.Next(2) == 0, allBeganWith - random.Next(2)), now));
    }

    private void Apply(IReadOnlyList<LaunchAction> actions)
    {
        foreach (var action in actions)
        {
            Assert.Null(outcome);
            switch (action)
            {
                case StartWorker start:
                    // A quarter fails, a tenth takes long.
                    var lifetime = random.Next(10) == 0 ? LongestLife : TimeSpan.FromSeconds(random.NextDouble() * 20);
                    living.Add(start.Rank, (start.Generation, now + lifetime, random.Next(4) == 0 ? 1 : 0));
                    startCount++;
                    break;
                case BeginGeneration begin: allBeganWith = begin.Generation; break;
                case SignalWorker signal when random.Next(2) == 0:
                    EndSoon(signal.Rank, 143, TimeSpan.FromSeconds(random.NextDouble()));
                    break;
                case KillWorker kill: EndSoon(kill.Rank, 137, TimeSpan.Zero); break;
                case FinishJob finish: outcome = finish.Outcome; break;
            }
        }
    }

    private void EndSoon(int rank, int code, TimeSpan delay)
    {
        Assert.True(living.TryGetValue(rank, out var process), $"rank {rank} does not run");
        living[rank] = (process.Generation, now + delay, code);
    }

    private static TimeSpan Max(TimeSpan first, TimeSpan second) => first > second ? first : second;
}
