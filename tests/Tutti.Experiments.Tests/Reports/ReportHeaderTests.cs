using Tutti.Experiments.Reports;

namespace Tutti.Experiments.Tests.Reports;

public sealed class ReportHeaderTests
{
    [Fact]
    public void Create_CommandWithSpacesAndQuotes_CanBePastedIntoAShell()
    {
        var options = new ExperimentOptions { CommandLine = ["tutti", "experiment", "scaling", "--out", "my folder", "it's", ""] };

        var header = ReportHeader.Create("scaling", options.CommandLine, DateTimeOffset.UnixEpoch, TimeSpan.Zero);

        Assert.Equal(@"tutti experiment scaling --out 'my folder' 'it'\''s' ''", header.Command);
        Assert.Equal(["Tutti", ".NET", "MPI"], header.Versions.Select(version => version.Name));
        Assert.Equal(Environment.ProcessorCount, header.Machine.CoreCount);
    }
}
