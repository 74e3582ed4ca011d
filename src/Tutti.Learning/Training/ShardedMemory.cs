using Tutti.Learning.Checkpoints;
using Tutti.Learning.Modules;
using Tutti.Learning.Optimizers;
using Tutti.Tensors;

namespace Tutti.Learning.Training;

/// <summary>
/// An optimizer's memory that is divided among workers, as the whole tensors that checkpoints hold. Rank 0 writes while the others answer,
/// tensor by tensor, so that no rank ever holds more than one of them whole. A rank that goes on reads its own parts only. Not
/// thread-safe.
/// </summary>
/// <param name="update">Who has which part.</param>
/// <param name="optimizer">Attached to the own part.</param>
/// <param name="model">The whole model.</param>
internal sealed class ShardedMemory(IShardedUpdate update, Optimizer optimizer, IParameterSource model)
{
    private bool isListening;

    /// <summary>On rank 0 what observers do, who may write the state meanwhile; elsewhere the answers to it. Collective.</summary>
    internal void Serve(int rank, Action observe)
    {
        isListening = rank == 0;
        observe();
        isListening = false;
        while (update.Ask(false))
            foreach (var memory in optimizer.Memories)
                for (var index = 0; index < model.ParameterCount; index++) Join(memory, index);
    }

    /// <summary>Writes a file with whole tensors, and behind them the optimizer's memory. On rank 0, while the others listen.</summary>
    internal void Write(string path, IReadOnlyList<NamedTensor> first, IReadOnlyDictionary<string, string> texts)
    {
        if (!isListening)
            throw new InvalidOperationException(
                "SaveState: the optimizer's memory is divided among the workers. Got a call that the others do not expect. " +
                "Expected one of rank 0's observers while it is told of a step, an epoch or the beginning. Call it from there.");
        OptimizerMemory[] memories = [.. optimizer.Memories];
        var count = model.ParameterCount;
        SafetensorsEntry[] entries =
        [
            .. first.Select(tensor => new SafetensorsEntry(tensor.Name, tensor.Value.ElementType, tensor.Value.Shape)),
            .. memories.SelectMany(memory => Enumerable.Range(0, count).Select(index => new SafetensorsEntry(
                $"{TrainingState.OptimizerPrefix}{memory.Name}.{model.NameOf(index)}", ElementType.Float32, [model.Values(index).Length]))),
        ];
        var hasAsked = false;
        SafetensorsFile.Write(path, entries, index =>
        {
            var position = index - first.Count;
            if (position < 0) return ModuleWeights.BytesOf(first[index].Value);
            if (!hasAsked) update.Ask(true);
            hasAsked = true;
            return System.Runtime.InteropServices.MemoryMarshal.AsBytes(Join(memories[position / count], position % count).AsSpan());
        }, texts);
        GC.KeepAlive(first); // the writer holds spans only
    }

    /// <summary>
    /// The own parts of what a state has of the optimizer's memory; what no parameter has is left for the optimizer to refuse.
    /// </summary>
    internal IEnumerable<(string Name, Tensor Value)> Read(SafetensorsFile file, IEnumerable<SafetensorsEntry> entries)
    {
        var indices = Enumerable.Range(0, model.ParameterCount).ToDictionary(model.NameOf);
        foreach (var entry in entries)
        {
            var name = entry.Name[TrainingState.OptimizerPrefix.Length..];
            if (!indices.TryGetValue(name[(name.IndexOf('.') + 1)..], out var index))
            {
                yield return (name, Tensor.Zeros([0]));
                continue;
            }
            if (entry.Shape.ElementCount != model.Values(index).Length)
                throw new ArgumentException(
                    $"a part of the state does not fit its parameter. Got {entry}. Expected {model.Values(index).Length} numbers. " +
                    "Use the state of the same model.");
            var values = new float[update.Own.Values(index).Length];
            file.Read<float>(entry.Name, update.StartOf(index), values);
            yield return (name, Tensor.From(values, [values.Length]));
        }
    }

    private float[] Join(OptimizerMemory memory, int index) => update.Join(index, memory.Values[index].AsSpan<float>());
}
