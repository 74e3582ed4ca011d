using Tutti.Communication.Scenarios;

namespace Tutti.Communication.Tests.Conformance;

/// <summary>What every transport must do. An implementation starts ranks and collects how they ended; the scenarios are the same for
/// all.</summary>
public abstract class TransportConformance
{
    protected static readonly TimeSpan Patience = Ranks.Deadline;
    protected static readonly TimeSpan Impatience = Ranks.Short;

    public static TheoryData<string> Names => [.. ScenarioTable.All.Select(scenario => scenario.ToString())];

    /// <summary>The world sizes; a transport whose ranks are expensive may take fewer.</summary>
    protected virtual IEnumerable<int> Sizes => ScenarioTable.Sizes;

    /// <summary>
    /// Runs the work on every rank of a new job. What it throws on a rank faults the job, as a worker's exception does.
    /// </summary>
    /// <param name="size">How many ranks.</param>
    /// <param name="timeout">How long a rank may be late.</param>
    /// <param name="work">Gets the group of its rank.</param>
    /// <returns>What the work threw on each rank; null where it returned.</returns>
    protected abstract IReadOnlyList<Exception?> Run(int size, TimeSpan timeout, Action<ProcessGroup> work);

    [Theory, MemberData(nameof(Names))]
    public void Transport_OnEverySize_Does(string scenario) => Check(ScenarioTable.Find(scenario));

    [Fact]
    public void Transport_AllSoundScenariosInOneJob_LeaveTheGroupUsable()
    {
        var size = Sizes.Max();
        var sound = ScenarioTable.Sound.Where(scenario => scenario.SmallestSize <= size).ToArray();
        var all = new Scenario("All", "sound scenarios", group => Array.ForEach(sound, scenario => scenario.Body(group)));
        if (all.Verdict(Run(size, Patience, all.Body)) is { } verdict) Assert.Fail(verdict);
    }

    protected void Check(Scenario scenario)
    {
        foreach (var size in Sizes.Where(size => size >= scenario.SmallestSize))
            if (scenario.Verdict(Run(size, scenario.IsImpatient ? Impatience : Patience,
                scenario.Body)) is { } verdict) Assert.Fail(verdict);
    }
}
