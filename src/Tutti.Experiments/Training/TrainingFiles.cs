using Tutti.Experiments.Data;

namespace Tutti.Experiments.Training;

/// <summary>The files that trainings of one data set and one network share.</summary>
/// <param name="DataPath">The samples, as <see cref="MatSamples"/> reads them.</param>
/// <param name="InitialPath">The weights to start from.</param>
internal sealed record TrainingFiles(string DataPath, string InitialPath)
{
    /// <summary>Writes them into the experiment's folder.</summary>
    internal static TrainingFiles Write(ExperimentContext context, LabelledRows rows, Perceptron network, ulong initialSeed)
    {
        var folder = Directory.CreateDirectory(Path.Combine(context.Folder, "data")).FullName;
        var files = new TrainingFiles(Path.Combine(folder, $"{rows.Name}.mat"), Path.Combine(folder, $"initial-{network.Name}.safetensors"));
        MatSamples.Write(files.DataPath, rows);
        network.WriteInitial(files.InitialPath, initialSeed);
        return files;
    }
}
