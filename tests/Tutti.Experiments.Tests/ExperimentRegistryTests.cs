namespace Tutti.Experiments.Tests;

public sealed class ExperimentRegistryTests
{
    [Fact]
    public void All_Names_AreDifferentAndFit()
    {
        Assert.All(ExperimentRegistry.All, experiment => Assert.Matches("^[a-z]+(-[a-z]+)*$", experiment.Name));
        Assert.Equal(ExperimentRegistry.All.Count, ExperimentRegistry.All.Select(experiment => experiment.Name).Distinct().Count());
    }

    [Fact]
    public void Find_AWrongName_NamesTheNearest() => Assert.Contains(
        "Got 'scalling'. Did you mean 'scaling'?", Assert.Throws<ExperimentInputException>(() => ExperimentRegistry.Find("scalling")).Message,
        StringComparison.Ordinal);
}
