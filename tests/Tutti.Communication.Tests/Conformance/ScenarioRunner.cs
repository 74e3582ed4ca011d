using Tutti.Communication.Scenarios;

namespace Tutti.Communication.Tests.Conformance;

/// <summary>Starts ranks of one transport, lets each run a scenario, and collects how they ended.</summary>
public abstract class ScenarioRunner
{
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

    protected void Check(string name)
    {
        var scenario = ScenarioTable.Find(name);
        foreach (var size in Sizes.Where(size => size >= scenario.SmallestSize)) Check(scenario, size);
    }

    protected void Check(Scenario scenario, int size)
    {
        if (scenario.Verdict(Run(size, scenario.IsImpatient ? Ranks.Short : Ranks.Deadline, scenario.Body)) is { } verdict) Assert.Fail(verdict);
    }
}
