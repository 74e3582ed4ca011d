using Tutti.Communication.Scenarios;

namespace Tutti.Communication.Tests.Conformance;

/// <summary>For transports that promise to allocate nothing in steady state. Ranks are threads of this process.</summary>
public abstract class AllocationFreeConformance : TransportConformance
{
    public static TheoryData<string> Allocations => [.. ScenarioTable.Allocations.Select(scenario => scenario.ToString())];

    [Theory, MemberData(nameof(Allocations))]
    public void Transport_InSteadyState_AllocatesNothing(string scenario) => Check(scenario);
}
