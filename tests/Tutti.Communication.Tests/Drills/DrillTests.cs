namespace Tutti.Communication.Tests.Drills;

/// <summary>What docs/FAULTS.md promises, in real processes.</summary>
public sealed class DrillTests
{
    private static readonly TimeSpan LongestSurvival = TimeSpan.FromSeconds(2);

    public static TheoryData<string, TransportKind> Cases
    {
        get
        {
            var cases = new TheoryData<string, TransportKind>();
            foreach (var drill in Drill.All)
            {
                if (!drill.IsOfTcpOnly) cases.Add(drill.Name, TransportKind.SharedMemory);
                cases.Add(drill.Name, TransportKind.Tcp);
            }

            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Fault_OfOneRank_IsTheVerdictOnEverySurvivorInTime(string name, TransportKind transport)
    {
        var drill = Drill.Named(name);

        var outcome = await DrillRun.OfAsync(drill, transport);

        if (outcome.ProblemFor(drill) is { } problem) Assert.Fail(problem);
    }

    [Theory, InlineData(TransportKind.SharedMemory), InlineData(TransportKind.Tcp)]
    public async Task Launcher_Killed_IsSurvivedByNobody(TransportKind transport) =>
        Assert.NotNull(await DrillRun.OfLauncherKilledAsync(transport, LongestSurvival));
}
