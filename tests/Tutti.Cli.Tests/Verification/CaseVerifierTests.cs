using Tutti.Cli.Verification;
using Tutti.TestKit;

namespace Tutti.Cli.Tests.Verification;

public sealed class CaseVerifierTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Run_RightOutputAndGradient_Passes()
    {
        var result = await RunAsync(GoldenFiles.WriteUnary(folder.Path, "a", "relu", "{}", [-1, 2], [0, 2], [3, 4], [0, 4]));

        Assert.Equal(CaseStatus.Passed, result.Status);
        Assert.Equal(0, result.LargestError);
    }

    [Fact]
    public async Task Run_WrongOutput_Fails()
    {
        var result = await RunAsync(GoldenFiles.WriteUnary(folder.Path, "a", "relu", "{}", [-1, 2], [0, 2.1f]));

        Assert.Equal(CaseStatus.Failed, result.Status);
        Assert.Contains("output[1]", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WrongGradient_Fails()
    {
        var result = await RunAsync(GoldenFiles.WriteUnary(folder.Path, "a", "relu", "{}", [-1, 2], [0, 2], [3, 4], [3, 4]));

        Assert.Equal(CaseStatus.Failed, result.Status);
        Assert.Contains("gradient of input[0]", result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("relu", """{ "novelty": 1 }""")]
    [InlineData("no_such_operation", "{}")]
    [InlineData("sum", """{ "dim": "all", "keepdim": false }""")]
    public async Task Run_UnknownOperationAttributeOrValue_IsUnsupported(string operation, string attributes)
    {
        var result = await RunAsync(GoldenFiles.WriteUnary(folder.Path, "a", operation, attributes, [-1, 2], [0, 2]));

        Assert.Equal(CaseStatus.Unsupported, result.Status);
        Assert.Null(result.LargestError);
    }

    [Theory]
    [InlineData("sum", """{ "dim": [], "keepdim": false }""", 6)]
    [InlineData("mean", """{ "dim": [], "keepdim": false }""", 2)]
    [InlineData("var", """{ "dim": [], "keepdim": false, "correction": 1 }""", 1)]
    [InlineData("max", """{ "dim": null, "keepdim": true }""", 3)]
    [InlineData("min", """{ "dim": null, "keepdim": true }""", 1)]
    public async Task Run_ReductionOfAllElements_IsWhatPyTorchMakesOfIt(string operation, string attributes, float expected)
    {
        var result = await RunAsync(GoldenFiles.Write(folder.Path, "a", "operation", operation, attributes,
            new() { ["input.0"] = ([3], [1f, 2, 3]), ["output.0"] = ([], [expected]) }, ["input"], ["output"]));

        Assert.True(result.Status == CaseStatus.Passed, result.Message);
    }

    [Fact]
    public async Task Run_UnknownKind_IsUnsupported()
    {
        var result = await RunAsync(GoldenFiles.Write(folder.Path, "a", "novelty", "relu", "{}", new() { ["input.0"] = ([1], [1f]) }));

        Assert.Equal(CaseStatus.Unsupported, result.Status);
    }

    [Fact]
    public async Task Run_AMissingTensor_Fails()
    {
        var result = await RunAsync(GoldenFiles.Write(
            folder.Path, "a", "operation", "relu", "{}", new() { ["input.0"] = ([1], [1f]) }, ["input"], ["output"]));

        Assert.Equal(CaseStatus.Failed, result.Status);
        Assert.Contains("output.0", result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("training", "", -0.3f, "passed")]
    [InlineData("data_parallel_training", """, "shards": [2, 1]""", -0.3f, "passed")]
    [InlineData("data_parallel_training", """, "shards": [2, 1]""", -0.31f, "failed")]
    [InlineData("training", """, "novelty": true""", -0.3f, "unsupported")]
    public async Task Run_OneStepOfALinearModel_IsCompared(string operation, string more, float finalWeight, string expected)
    {
        // y = w x with w = 0.5 on x = 1, 2, 3 and targets 0: loss = w² (1 + 4 + 9) / 3, gradient = 2 w · 14 / 3; one step of size 6 / 35.
        var attributes = """
            { "layers": [{ "type": "Linear", "in_features": 1, "out_features": 1, "bias": false }],
              "loss": { "type": "MSELoss", "reduction": "mean" },
              "optimizer": { "type": "SGD", "lr": 0.1714285714, "momentum": 0, "dampening": 0, "weight_decay": 0, "nesterov": false },
              "scheduler": null, "clip_grad_norm": null, "steps": 1, "target": "batch", "parameters": ["0.weight"], "buffers": []
            """ + more + "}";
        var result = await RunAsync(GoldenFiles.Write(folder.Path, "a", "training", operation, attributes, new()
        {
            ["batch.input"] = ([1, 3, 1], [1, 2, 3]),
            ["batch.target"] = ([1, 3, 1], [0, 0, 0]),
            ["initial.0.weight"] = ([1, 1], [0.5f]),
            ["final.0.weight"] = ([1, 1], [finalWeight]),
            ["first_gradient.0.weight"] = ([1, 1], [14f / 3]),
            ["losses"] = ([1], [3.5f / 3]),
            ["learning_rates"] = ([1], [0.17142857f]),
        }));

        Assert.True(expected == result.Status.ToString().ToLowerInvariant(), $"{result.Status}: {result.Message}");
    }

    [Theory]
    [InlineData("""{ "type": "StepLR", "step_size": 2, "gamma": 0.5 }""", 0.2f, "passed")]
    [InlineData("""{ "type": "StepLR", "step_size": 2, "gamma": 0.5 }""", 0.21f, "failed")]
    [InlineData("""{ "type": "StepLR", "step_size": 2, "gamma": 0.5, "novelty": 1 }""", 0.2f, "unsupported")]
    [InlineData("""{ "type": "NoveltyLR" }""", 0.2f, "unsupported")]
    public async Task Run_ASchedule_ComparesTheRateOfEachStep(string scheduler, float last, string expected)
    {
        var attributes = $$"""
            { "optimizer": { "type": "SGD", "lr": 0.4, "momentum": 0.9, "dampening": 0, "weight_decay": 0, "nesterov": false },
              "scheduler": {{scheduler}}, "steps": 3 }
            """;
        var result = await RunAsync(GoldenFiles.Write(folder.Path, "a", "training", "learning_rate_schedule", attributes,
            new() { ["output.0"] = ([3], [0.4f, 0.4f, last]) }, inputs: [], outputs: ["learning_rates"]));

        Assert.True(expected == result.Status.ToString().ToLowerInvariant(), $"{result.Status}: {result.Message}");
    }

    [Theory]
    [InlineData(0.5f, "passed")]
    [InlineData(0.51f, "failed")]
    public async Task Run_ClippingAndASchedule_ChangesTheSteps(float finalWeight, string expected)
    {
        // The gradient 2 is clipped to 1, so two steps of 0.25 and 0.125 lead from 0.875 to 0.5.
        var attributes = """
            { "layers": [{ "type": "Linear", "in_features": 1, "out_features": 1, "bias": false }],
              "loss": { "type": "L1Loss", "reduction": "mean" },
              "optimizer": { "type": "SGD", "lr": 0.25, "momentum": 0, "dampening": 0, "weight_decay": 0, "nesterov": false },
              "scheduler": { "type": "StepLR", "step_size": 1, "gamma": 0.5 }, "clip_grad_norm": 1, "steps": 2, "target": "batch",
              "parameters": ["0.weight"], "buffers": [] }
            """;
        var result = await RunAsync(GoldenFiles.Write(folder.Path, "a", "training", "training", attributes, new()
        {
            ["batch.input"] = ([1, 3, 1], [1, 2, 3]),
            ["batch.target"] = ([1, 3, 1], [0, 0, 0]),
            ["initial.0.weight"] = ([1, 1], [0.875f]),
            ["final.0.weight"] = ([1, 1], [finalWeight]),
            ["first_gradient.0.weight"] = ([1, 1], [2]),
            ["losses"] = ([2], [1.75f, 1.25f]),
            ["learning_rates"] = ([2], [0.25f, 0.125f]),
        }));

        Assert.True(expected == result.Status.ToString().ToLowerInvariant(), $"{result.Status}: {result.Message}");
    }

    private static Task<CaseResult> RunAsync(string path) => GoldenFile.Open(path).VerifyAsync(TestContext.Current.CancellationToken);
}
