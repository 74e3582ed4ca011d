using Tutti.Communication.Scenarios;

namespace Tutti.Communication.Tests.Conformance;

/// <summary>What every transport must do. The scenarios are the same for all; an implementation says how its ranks are started.</summary>
public abstract class TransportConformance : ScenarioRunner
{
    public static TheoryData<string> Names => [.. ScenarioTable.All.Select(scenario => scenario.ToString())];

    [Theory, MemberData(nameof(Names))]
    public void Transport_OnEverySize_Does(string scenario) => Check(scenario);

    [Fact]
    public void Transport_AllSoundScenariosInOneJob_LeaveTheGroupUsable()
    {
        var size = Sizes.Max();
        var sound = ScenarioTable.Sound.Where(scenario => scenario.SmallestSize <= size).ToArray();
        Check(new Scenario("All", "sound scenarios", group => Array.ForEach(sound, scenario => scenario.Body(group))), size);
    }
}
