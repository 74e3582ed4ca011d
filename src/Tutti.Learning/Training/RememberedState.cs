using System.Numerics.Tensors;
using Tutti.Learning.Checkpoints;
using Tutti.Tensors;

namespace Tutti.Learning.Training;

/// <summary>A strategy's memory as tensors of a training state, <c>strategy.…</c>. Not thread-safe.</summary>
/// <param name="memory">The memory.</param>
internal sealed class RememberedState(IStrategyMemory memory) : IDividedTensors
{
    public IReadOnlyList<SafetensorsEntry> Entries { get; } =
        [.. memory.Parts.Select(part => new SafetensorsEntry(TrainingState.StrategyPrefix + part.Name, ElementType.Float32, [part.Count]))];

    public ReadOnlySpan<float> Join(int index) => memory.Join(index);

    /// <summary>Refuses a file without exactly these parts, each of finite numbers.</summary>
    internal void Check(SafetensorsFile file, string path)
    {
        foreach (var expected in Entries)
        {
            if (!file.TryGet(expected.Name, out var entry)) throw Problem(path, $"no '{expected.Name}'", $"{expected}");
            if (!entry.Storage.CanReadAs(ElementType.Float32) || entry.Shape != expected.Shape) throw Problem(path, $"{entry}", $"{expected}");
            var values = Read(file, entry);
            if (values.Length > 0 && !float.IsFinite(TensorPrimitives.MaxMagnitude<float>(values)))
                throw Problem(path, $"a value of '{entry.Name}' that is not finite", "finite ones");
        }
        var names = Entries.Select(entry => entry.Name).ToHashSet();
        if (file.Entries.FirstOrDefault(entry => TrainingState.IsOfStrategy(entry.Name) && !names.Contains(entry.Name)) is { } extra)
            throw Problem(path, $"{extra}", $"{Entries.Count} tensors of '{memory.Name}'");
    }

    /// <summary>Takes over what <see cref="Check"/> has found to be there.</summary>
    internal void Restore(SafetensorsFile file)
    {
        for (var index = 0; index < Entries.Count; index++) memory.Restore(index, Read(file, Entries[index]));
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
