namespace Tutti.Communication.Scenarios;

/// <summary>All scenarios, by name.</summary>
public static class ScenarioTable
{
    /// <summary>The world sizes on which every scenario must hold: alone, powers of two, odd ones.</summary>
    public static IReadOnlyList<int> Sizes { get; } = [1, 2, 3, 4, 7];

    public static IReadOnlyList<Scenario> All { get; } =
    [
        .. ExchangeScenarios.All, .. ArgumentScenarios.All, .. ReductionScenarios.All, .. ShardScenarios.All, .. GroupScenarios.All,
        .. PointToPointScenarios.All, .. QueueScenarios.All, .. ContractScenarios.All, .. FaultScenarios.All,
    ];

    /// <summary>For transports that promise to allocate nothing in steady state.</summary>
    public static IReadOnlyList<Scenario> Allocations => AllocationScenarios.All;

    /// <summary>Those after which the group is as usable as before.</summary>
    public static IEnumerable<Scenario> Sound => All.Where(scenario => !scenario.EndsFaulted);

    public static Scenario Find(string name) => All.Concat(Allocations).Single(scenario => scenario.ToString() == name);
}
