using System.Globalization;
using Tutti.Experiments.Data;
using Tutti.Experiments.Training;

namespace Tutti.Experiments.Scaling;

/// <summary>The files that all trainings of the experiment share: samples, and initial weights.</summary>
internal sealed class ScalingFiles
{
    private readonly string folder, dataName;

    private ScalingFiles(string folder, string dataName) => (this.folder, this.dataName) = (folder, dataName);

    /// <summary>Makes them: a file with the first n samples for each n, and one with weights for each network.</summary>
    internal static ScalingFiles Prepare(
        ExperimentContext context, ScalingSettings settings, LabelledRows rows, IReadOnlyList<Perceptron> networks, CancellationToken cancellation)
    {
        var files = new ScalingFiles(Directory.CreateDirectory(Path.Combine(context.Folder, "data")).FullName, rows.Name);
        context.Say($"finding {settings.ComponentCount} principal components of {rows.Width} pixels");
        var reduced = PrincipalComponents.Reduce(rows.Take(settings.SampleCounts[^1]), settings.ComponentCount);
        foreach (var count in settings.SampleCounts)
        {
            cancellation.ThrowIfCancellationRequested();
            MatSamples.Write(files.DataPath(count), reduced.Take(count));
        }
        for (var index = 0; index < networks.Count; index++)
            networks[index].WriteInitial(files.InitialPath(networks[index]), settings.InitialSeed + (ulong)index);
        return files;
    }

    internal string DataPath(int sampleCount) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{dataName}-pca-{sampleCount}.mat"));

    internal TrainingTask TaskFor(ScalingSettings settings, int sampleCount, Perceptron network, WorkerSetup setup) => new()
    {
        DataPath = DataPath(sampleCount), Model = network.Model, InitialPath = InitialPath(network), Seeds = [.. Enumerable.Range(0, settings.SeedCount).Select(seed => (ulong)seed)],
        EpochCount = settings.EpochCount, BatchSize = settings.BatchSize, ShardCount = setup.ShardCount, LearningRate = settings.LearningRate,
    };

    private string InitialPath(Perceptron network) => Path.Combine(folder, $"initial-{network.Name}.safetensors");
}
