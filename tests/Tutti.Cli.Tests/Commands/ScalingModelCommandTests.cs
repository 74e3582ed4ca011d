namespace Tutti.Cli.Tests.Commands;

public sealed class ScalingModelCommandTests
{
    [Fact]
    public async Task ScalingModel_SomeWorkers_GivesBothScalingsOfEach()
    {
        var outcome = await Command.RunAsync(
            "bench", "scaling-model", "--model", "mlp", "--batch-size", "16", "--alpha-us", "100", "--bandwidth-mbit", "100", "--workers", "1,4,1024", "--json");

        Assert.Equal(0, outcome.ExitCode);
        var points = outcome.Json.GetProperty("points").EnumerateArray().ToArray();
        Assert.Equal(["weak 1", "weak 4", "weak 1024", "strong 1", "strong 4", "strong 1024"],
            points.Select(point => $"{point.GetProperty("scaling")} {point.GetProperty("workers")}"));
        Assert.All(points, point => Assert.InRange(point.GetProperty("efficiency").GetDouble(), 0, 1.0001));
        Assert.Equal(1, points[0].GetProperty("speedUp").GetDouble(), 1e-9);
        // 0.94 MB over 100 Mbit/s, twice three quarters of it.
        Assert.InRange(points[1].GetProperty("stepSeconds").GetDouble(), 0.1, 0.3);
    }

    [Fact]
    public async Task ScalingModel_TooManyWorkers_SaysHowMany()
    {
        var outcome = await Command.RunAsync("bench", "scaling-model", "--workers", "2,2000");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("Got '2000'. Expected a whole number from 1 to 1024.", outcome.Error, StringComparison.Ordinal);
    }
}
