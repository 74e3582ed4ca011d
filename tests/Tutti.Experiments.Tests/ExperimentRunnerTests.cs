using Tutti.Experiments.Reports;
using Tutti.Experiments.Tests.Reports;
using Tutti.TestKit;

namespace Tutti.Experiments.Tests;

public sealed class ExperimentRunnerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private ExperimentOptions Options => new() { OutFolder = folder["out"] };

    [Fact]
    public async Task Run_AnExperiment_LeavesPageAndJsonInItsFolderAndTellsProgress()
    {
        var progress = new Lines();

        var outcome = await ExperimentRunner.RunAsync(new Recipe(_ => { }), Options, progress);

        Assert.Equal(Path.GetDirectoryName(outcome.HtmlPath), Path.GetDirectoryName(outcome.JsonPath));
        Assert.Matches(@"\d{8}T\d{6}Z-recipe-[0-9a-f]{8}.report\.html$", outcome.HtmlPath);
        Assert.Equal(2, Directory.GetFiles(Path.GetDirectoryName(outcome.HtmlPath)!).Length);
        Assert.Equal([new ExperimentProgress(0, 2, "begin"), new ExperimentProgress(1, 2, "half")], progress.Seen);
    }

    [Fact]
    public async Task Run_Cancelled_LeavesNoFolder()
    {
        await Assert.ThrowsAsync<OperationCanceledException>(() =>
            ExperimentRunner.RunAsync(new Recipe(_ => throw new OperationCanceledException()), Options));

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder["out"]));
    }

    [Fact]
    public async Task Run_Failed_KeepsTheFolder()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            ExperimentRunner.RunAsync(new Recipe(_ => throw new InvalidOperationException("broken")), Options));

        Assert.Single(Directory.EnumerateFileSystemEntries(folder["out"]));
    }

    [Fact]
    public async Task Run_OutIsAFile_IsRefused()
    {
        File.WriteAllText(folder["out"], "");

        var problem = await Assert.ThrowsAsync<ExperimentInputException>(() => ExperimentRunner.RunAsync(new Recipe(_ => { }), Options));

        Assert.Contains("--out: a folder cannot be made there.", problem.Message, StringComparison.Ordinal);
    }

    private sealed class Recipe(Action<ExperimentContext> work) : Experiment
    {
        public override string Name => "recipe";

        public override string Summary => "Nothing.";

        public override Task<ExperimentReport> RunAsync(ExperimentContext context, CancellationToken cancellation = default)
        {
            context.Plan(2);
            context.Say("begin");
            context.Complete("half");
            work(context);
            return Task.FromResult(SampleReport.Create());
        }
    }

    private sealed class Lines : IProgress<ExperimentProgress>
    {
        internal List<ExperimentProgress> Seen { get; } = [];

        public void Report(ExperimentProgress value) => Seen.Add(value);
    }
}
