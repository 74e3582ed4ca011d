using Tutti.Learning.Runs;

namespace Tutti.Learning.Tests.Runs;

public sealed class MachineFactsTests
{
    [Fact]
    public void Find_ThisMachine_KnowsAllOfIt()
    {
        var facts = MachineFacts.Find("256 (AVX2)");

        Assert.All([facts.OperatingSystem, facts.Architecture, facts.Processor, facts.DotnetVersion], text => Assert.NotEmpty(text));
        Assert.Equal(Environment.ProcessorCount, facts.CoreCount);
        Assert.StartsWith("10.", facts.DotnetVersion);
        Assert.Equal("256 (AVX2)", facts.Kernels);
    }

    [Fact]
    public void ParseProcessor_Cpuinfo_GivesTheModelName() => Assert.Equal(
        "AMD EPYC 7R13 Processor", MachineFacts.ParseProcessor(["processor\t: 0", "model name\t: AMD EPYC 7R13 Processor", "model name\t: other"]));

    [Fact]
    public void ParseProcessor_NoModelName_GivesNothing() => Assert.Null(MachineFacts.ParseProcessor(["processor : 0"]));
}
