using Tutti.Communication.Tests.Transports.Mpi;

namespace Tutti.Communication.Tests.Drills;

/// <summary>The drills over messages of MPI: the job ends, and its last line is the verdict.</summary>
public sealed class MpiDrillTests
{
    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var family in MpiLaunchers.Families)
                foreach (var drill in Drill.All)
                    if (!drill.IsOfTcpOnly) cases.Add(drill.Name, family);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Fault_OfOneRank_EndsTheJobWithItsVerdict(string name, string family)
    {
        Assert.True(File.Exists(MpiLaunchers.PathOf(family)), $"{MpiLaunchers.PathOf(family)} is missing. Install openmpi-bin and mpich; ./test.sh does so as root.");
        var drill = Drill.Named(name);

        var outcome = await MpiDrillRun.OfAsync(drill, family);

        if (outcome.ProblemFor(drill) is { } problem) Assert.Fail(problem);
    }
}
