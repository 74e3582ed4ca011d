using Tutti.Learning.Checkpoints;
using Tutti.Learning.Optimizers;
using Tutti.Tensors;

namespace Tutti.Learning.Training;

/// <summary>
/// An optimizer's memory that is divided among workers, as the whole tensors that checkpoints hold. A rank that goes on reads its own parts
/// only. Not thread-safe.
/// </summary>
/// <param name="update">Who has which part.</param>
/// <param name="optimizer">Attached to the own part.</param>
/// <param name="model">The whole model.</param>
internal sealed class ShardedMemory(IShardedUpdate update, Optimizer optimizer, IParameterSource model) : IDividedTensors
{
    public IReadOnlyList<SafetensorsEntry> Entries =>
    [
        .. optimizer.Memories.SelectMany(memory => Enumerable.Range(0, model.ParameterCount).Select(index => new SafetensorsEntry(
            $"{TrainingState.OptimizerPrefix}{memory.Name}.{model.NameOf(index)}", ElementType.Float32, [model.Values(index).Length]))),
    ];

    public ReadOnlySpan<float> Join(int index)
    {
        var (memory, parameter) = Math.DivRem(index, model.ParameterCount);
        return update.Join(parameter, optimizer.Memories.ElementAt(memory).Values[parameter].AsSpan<float>());
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
}
