using Tutti.Communication.Scenarios;
using Tutti.Communication.Simulation;

namespace Tutti.Communication.Tests.Conformance;

/// <summary>The simulated cluster, whose ranks have one thread each: without what is queued.</summary>
public sealed class SimulatedConformance : ScenarioRunner
{
    public static TheoryData<string> Names =>
        [.. ScenarioTable.All.Select(scenario => scenario.ToString()).Where(name => !name.Contains("queue", StringComparison.OrdinalIgnoreCase))];

    protected override IEnumerable<int> Sizes => [1, 2, 3, 7];

    [Theory, MemberData(nameof(Names))]
    public void Simulation_OnEverySize_Does(string scenario) => Check(scenario);

    protected override IReadOnlyList<Exception?> Run(int size, TimeSpan timeout, Action<ProcessGroup> work) =>
        new SimulatedCluster(new SimulationOptions { Size = size, Seed = size, Timeout = timeout, RealLimit = 3 * Ranks.Deadline, EventLimit = 2_000_000 }).Run(rank =>
        {
            Waiting.PauseBy(() => rank.Work(TimeSpan.FromMilliseconds(1)));
            work(rank.Group);
        }).Errors;
}
