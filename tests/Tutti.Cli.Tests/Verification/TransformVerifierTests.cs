using Tutti.Cli.Verification;
using Tutti.Tensors;
using Tutti.TestKit;

namespace Tutti.Cli.Tests.Verification;

public sealed class TransformVerifierTests : IDisposable
{
    // Samples on the line (1, 1) about (2, 3): variance 2 along it, nothing across.
    private static readonly float[] Line = [1, 2, 2, 3, 3, 4];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1, 1, 2, "passed")]
    [InlineData(-1, -1, 2, "passed")]
    [InlineData(1, -1, 2, "failed")]
    [InlineData(1, 1, 1, "failed")]
    public async Task Run_Pca_IsComparedUpToACommonSign(float componentSign, float transformedSign, float variance, string expected)
    {
        var (half, length) = (MathF.Sqrt(0.5f), MathF.Sqrt(2));
        var result = await RunAsync("transform", "pca", """{ "n_components": 1, "whiten": false, "svd_solver": "full" }""", ["x"],
            ["components", "explained_variance", "transformed", "noise_variance"], new()
            {
                ["input.0"] = ([3, 2], Line),
                ["output.0"] = ([1, 2], [componentSign * half, componentSign * half]),
                ["output.1"] = ([1], [variance]),
                ["output.2"] = ([3, 1], [-transformedSign * length, 0, transformedSign * length]),
                ["output.3"] = ([], [0]),
            });

        Assert.True(expected == result.Status.ToString().ToLowerInvariant(), $"{result.Status}: {result.Message}");
    }

    [Theory]
    [InlineData("""{ "n_components": 1, "whiten": false, "svd_solver": "randomized" }""")]
    [InlineData("""{ "n_components": "mle", "whiten": false, "svd_solver": "full" }""")]
    [InlineData("""{ "n_components": 1, "whiten": false, "svd_solver": "full", "novelty": 1 }""")]
    public async Task Run_UnknownAttributeOrValue_IsUnsupported(string attributes)
    {
        var result = await RunAsync(
            "transform", "pca", attributes, ["x"], ["mean"], new() { ["input.0"] = ([3, 2], Line), ["output.0"] = ([2], [2, 3]) });

        Assert.Equal(CaseStatus.Unsupported, result.Status);
    }

    [Theory]
    [InlineData("transform", "novelty")]
    [InlineData("metric", "novelty")]
    public async Task Run_UnknownOperation_IsUnsupported(string kind, string operation)
    {
        var result = await RunAsync(kind, operation, "{}", ["x"], ["y"], new() { ["input.0"] = ([1], [1]), ["output.0"] = ([1], [1]) });

        Assert.Equal(CaseStatus.Unsupported, result.Status);
    }

    [Theory]
    [InlineData(4f, "passed")]
    [InlineData(4.1f, "failed")]
    public async Task Run_StandardScaler_IsCompared(float mean, string expected)
    {
        var result = await RunAsync("transform", "standard_scaler", """{ "with_mean": true, "with_std": false }""", ["x", "x_test"],
            ["mean", "transformed", "transformed_test"], new()
            {
                ["input.0"] = ([2, 1], [3, 5]), ["input.1"] = ([1, 1], [9]),
                ["output.0"] = ([1], [mean]), ["output.1"] = ([2, 1], [-1, 1]), ["output.2"] = ([1, 1], [5]),
            });

        Assert.True(expected == result.Status.ToString().ToLowerInvariant(), $"{result.Status}: {result.Message}");
    }

    [Theory]
    [InlineData(0.5f, "passed")]
    [InlineData(0.6f, "failed")]
    public async Task Run_PValues_AreCompared(float second, string expected)
    {
        var result = await RunAsync("metric", "ecdf_p_values", "{}", ["reference", "scores"], ["p_values"], new()
        {
            ["input.0"] = ([2], [1, 2]), ["input.1"] = ([2], [0, 1]), ["output.0"] = ([2], [1, second]),
        });

        Assert.True(expected == result.Status.ToString().ToLowerInvariant(), $"{result.Status}: {result.Message}");
    }

    private Task<CaseResult> RunAsync(
        string kind, string operation, string attributes, string[] inputs, string[] outputs,
        Dictionary<string, (Shape Shape, float[] Values)> tensors) =>
        GoldenFile.Open(GoldenFiles.Write(folder.Path, "a", kind, operation, attributes, tensors, inputs, outputs))
            .VerifyAsync(TestContext.Current.CancellationToken);
}
