using System.Text.Json;
using Tutti.TestKit;

namespace Tutti.EndToEnd.Tests;

public sealed class DoctorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Doctor_BothFamiliesOfMpi_AreListedWithLibraryAndVersion()
    {
        Tool.Require("openmpi-bin and mpich", "mpiexec.openmpi", "mpiexec.mpich");

        var found = (await TuttiProcess.RunAsync(folder.Path, "doctor", "--json")).Expect(0).Json.GetProperty("mpi").EnumerateArray()
            .Select(one => $"{one.GetProperty("library").GetString()} {one.GetProperty("version").GetString()}").ToArray();

        Assert.Equal(2, found.Length);
        Assert.Matches(@"^libmpi\.so\S* Open MPI v\d", found[0]);
        Assert.Matches(@"^libmpich\.so\S* MPICH Version: \d", found[1]);
    }

    [Fact]
    public async Task Doctor_ClusterUnderLaunch_PrintsOneTableAndNoProblem()
    {
        var outcome = (await TuttiProcess.RunUnderAsync(
            ["dotnet", TuttiProcess.CommandPath, "launch", "-n", "2", "--"], folder.Path, new Dictionary<string, string>(),
            "doctor", "--cluster", "--json")).Expect(0);
        var json = outcome.Json;

        Assert.Equal([0, 1], json.GetProperty("ranks").EnumerateArray().Select(rank => rank.GetProperty("rank").GetInt32()));
        Assert.All(json.GetProperty("links").EnumerateArray(), link => Assert.Equal(JsonValueKind.Null, link.GetProperty("problem").ValueKind));
        Assert.Equal(0, json.GetProperty("problems").GetArrayLength());
    }
}
