using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Tutti.Learning.Checkpoints;
using Tutti.Learning.Modules;
using Tutti.Tensors;

namespace Tutti.Learning.Training;

/// <summary>
/// A strategy's memory as tensors of a training state, <c>strategy.…</c>. Rank 0 writes while the others give their parts, one after the other,
/// so that it never holds more than one of them besides its own. Not thread-safe.
/// </summary>
/// <param name="memory">The memory.</param>
/// <param name="strategy">Whose it is.</param>
internal sealed class RememberedState(IStrategyMemory memory, ITrainingStrategy strategy)
{
    private readonly SafetensorsEntry[] entries =
        [.. memory.Parts.Select(part => new SafetensorsEntry(TrainingState.StrategyPrefix + part.Name, ElementType.Float32, [part.Count]))];

    private bool isListening = strategy.WorkerCount == 1;

    /// <summary>On rank 0 what observers do, who may write a state meanwhile; elsewhere the answers to it. Collective.</summary>
    internal void Serve(Action observe)
    {
        if (strategy.WorkerCount == 1)
        {
            observe();
            return;
        }
        isListening = strategy.Rank == 0;
        observe();
        isListening = false;
        while (memory.Ask(false))
            for (var index = 0; index < entries.Length; index++) memory.Join(index);
    }

    /// <summary>Writes a file with other tensors and behind them the memory.</summary>
    internal void Write(string path, IReadOnlyList<NamedTensor> others, IReadOnlyDictionary<string, string> texts)
    {
        if (!isListening)
            throw new InvalidOperationException(
                $"SaveState: the strategy's memory is on all workers. Got a call on rank {strategy.Rank} of '{strategy.Name}' " +
                "that they do not expect. Expected one of rank 0's observers while it is told of a step or an epoch. Call it from there.");
        var hasAsked = false;
        SafetensorsFile.Write(path, [.. ModuleWeights.Entries(others), .. entries], index =>
        {
            if (index < others.Count) return ModuleWeights.BytesOf(others[index].Value);
            if (!hasAsked) memory.Ask(true);
            hasAsked = true;
            return MemoryMarshal.AsBytes(memory.Join(index - others.Count));
        }, texts);
        GC.KeepAlive(others); // the writer holds spans only
    }

    /// <summary>Refuses a file without exactly these parts, each of finite numbers.</summary>
    internal void Check(SafetensorsFile file, string path)
    {
        foreach (var expected in entries)
        {
            if (!file.TryGet(expected.Name, out var entry)) throw Problem(path, $"no '{expected.Name}'", $"{expected}");
            if (!entry.Storage.CanReadAs(ElementType.Float32) || entry.Shape != expected.Shape) throw Problem(path, $"{entry}", $"{expected}");
            var values = Read(file, entry);
            if (values.Length > 0 && !float.IsFinite(TensorPrimitives.MaxMagnitude<float>(values)))
                throw Problem(path, $"a value of '{entry.Name}' that is not finite", "finite ones");
        }
        var names = entries.Select(entry => entry.Name).ToHashSet();
        if (file.Entries.FirstOrDefault(entry => TrainingState.IsOfStrategy(entry.Name) && !names.Contains(entry.Name)) is { } extra)
            throw Problem(path, $"{extra}", $"{entries.Length} tensors of '{memory.Name}'");
    }

    /// <summary>Takes over what <see cref="Check"/> has found to be there.</summary>
    internal void Restore(SafetensorsFile file)
    {
        for (var index = 0; index < entries.Length; index++) memory.Restore(index, Read(file, entries[index]));
    }

    private static float[] Read(SafetensorsFile file, SafetensorsEntry entry)
    {
        var values = new float[entry.Shape.ElementCount];
        file.Read<float>(entry.Name, values);
        return values;
    }

    private InvalidDataException Problem(string path, string got, string expected) => new(
        $"Trainer: the strategy's memory in '{path}' does not fit '{memory.Name}'. Got {got}. Expected {expected}. " +
        "Resume with the options of the run, or begin it anew.");
}
