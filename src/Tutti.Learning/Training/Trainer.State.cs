using Tutti.Learning.Checkpoints;
using Tutti.Learning.Data.Loading;
using Tutti.Learning.Modules;
using Tutti.Tensors;

namespace Tutti.Learning.Training;

public sealed partial class Trainer
{
    /// <summary>
    /// Writes everything that a training needs to go on as if it had not been interrupted: weights and buffers (<c>model.…</c>), the optimizer's
    /// memory (<c>optimizer.…</c>), the strategy's (<c>strategy.…</c>), and where it stands. To be called by an observer, on the training thread;
    /// the previous file survives whatever goes wrong. Where the strategy has a memory, or the update is divided among workers, an observer of
    /// rank 0 calls it, and gets the others' parts, tensor by tensor: the file is the same as without division.
    /// </summary>
    /// <param name="path">A safetensors file; its folder must exist.</param>
    /// <param name="metadata">Texts to keep with it. Default: none.</param>
    /// <exception cref="InvalidOperationException">
    /// No training has begun, or other workers have parts of the state and do not expect the call.
    /// </exception>
    /// <exception cref="IOException">The file could not be written; the previous one is unchanged.</exception>
    public void SaveState(string path, IReadOnlyDictionary<string, string>? metadata = null)
    {
        if (progress is null)
            throw new InvalidOperationException("SaveState: there is nothing to go on with. Got a trainer before Fit. Call it from an observer.");
        var state = StateOf(progress);
        List<NamedTensor> whole = [.. network.State.Select(entry => new NamedTensor(TrainingState.ModelPrefix + entry.Name, entry.Value))];
        var texts = new Dictionary<string, string>(metadata ?? new Dictionary<string, string>()) { [TrainingState.Key] = state.ToJson() };
        if (shardedMemory is null)
            whole.AddRange(optimizer.State.Select(entry => new NamedTensor(TrainingState.OptimizerPrefix + entry.Name, entry.Value)));
        if (divided is null) ModuleWeights.Write(path, whole, texts);
        else divided.Write(path, whole, texts);
    }

    /// <summary>
    /// Takes over what <see cref="SaveState"/> wrote; the next <see cref="Fit"/> goes on from there and ends with the same bits as a training that
    /// was not interrupted. Every worker calls it. Everything is checked before the first value changes.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">Not a training state, or of another network or optimizer, or without the strategy's memory.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void Restore(string path)
    {
        using var file = SafetensorsFile.Open(path);
        var state = TrainingState.Read(file, path);
        ModuleWeights.Check(network.State, file, path, TrainingState.ModelPrefix,
            name => IsOptimizerMemory(name) || TrainingState.IsOfStrategy(name));
        remembered?.Check(file, path);
        RestoreOptimizer(path, state.OptimizerSteps, ReadMemory(file, path));
        ModuleWeights.Read(network, file, TrainingState.ModelPrefix);
        remembered?.Restore(file);
        resumed = state;
    }

    private TrainingState StateOf(TrainingProgress training) =>
        new(Facts(training), training.State, monitor.State, plateau?.State, optimizer.StepCount);

    private TrainingFacts Facts(TrainingProgress training) => new(
        training.Plan.SampleCount, training.Plan.BatchSize, training.Plan.ShardCount, options.MicroBatchSize, options.Seed, options.EpochCount,
        optimizer.Name, training.BaseRate, training.BaseMomentum, options.ClipNorm, options.Monitor, options.Patience, options.LeastImprovement,
        options.Plateau, training.Plan.Identity, strategy.StatisticsExchange is not null,
        strategy.Memory?.Name);

    private static bool IsOptimizerMemory(string name) => name.StartsWith(TrainingState.OptimizerPrefix, StringComparison.Ordinal);

    private IEnumerable<(string Name, Tensor Value)> ReadMemory(SafetensorsFile file, string path)
    {
        SafetensorsEntry[] entries = [.. file.Entries.Where(entry => IsOptimizerMemory(entry.Name))];
        if (Array.Find(entries, entry => !entry.Storage.CanReadAs(ElementType.Float32)) is { } whole)
            throw new InvalidDataException($"Trainer: the optimizer's memory in '{path}' does not fit. Got {whole}. Expected F32.");
        return shardedMemory?.Read(file, entries) ??
            entries.Select(entry => (entry.Name[TrainingState.OptimizerPrefix.Length..], ReadFloats(file, entry)));
    }

    private void RestoreOptimizer(string path, long steps, IEnumerable<(string Name, Tensor Value)> memory)
    {
        try
        {
            optimizer.RestoreState(steps, memory);
        }
        catch (ArgumentException problem)
        {
            throw new InvalidDataException($"Trainer: the optimizer's memory in '{path}' does not fit. {problem.Message}", problem);
        }
    }

    private static Tensor ReadFloats(SafetensorsFile file, SafetensorsEntry entry)
    {
        var values = new float[entry.Shape.ElementCount];
        file.Read<float>(entry.Name, values);
        return Tensor.From(values, entry.Shape);
    }
}
