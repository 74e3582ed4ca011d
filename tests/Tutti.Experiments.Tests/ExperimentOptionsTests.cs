using Tutti.Communication.Launching;

namespace Tutti.Experiments.Tests;

public sealed class ExperimentOptionsTests
{
    [Fact]
    public void Context_WithWrongOptions_NamesAllProblems()
    {
        var options = new ExperimentOptions { Workers = 0, SeedCount = 101, Isolations = [Isolation.Thread, Isolation.Thread], OutFolder = " " };

        var problem = Assert.Throws<ExperimentInputException>(() => new ExperimentContext(options, "folder"));

        Assert.All(["Workers is 0", "SeedCount is 101", "Isolations is [Thread, Thread]", "OutFolder is empty"],
            part => Assert.Contains(part, problem.Message, StringComparison.Ordinal));
    }
}
