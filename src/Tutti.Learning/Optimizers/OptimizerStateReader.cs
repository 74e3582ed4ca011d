using Tutti.Learning.Training;
using Tutti.Tensors;

namespace Tutti.Learning.Optimizers;

/// <summary>Checks a state that an optimizer is to go on from, and copies it.</summary>
internal sealed class OptimizerStateReader(string optimizer, IParameterSource model, IReadOnlyList<string> memories)
{
    /// <summary>For each memory as many tensors as there are parameters, or none where the state lacks the memory.</summary>
    internal Tensor[][] Read(IEnumerable<(string Name, Tensor Value)> state, IReadOnlySet<string> required)
    {
        var given = new Dictionary<string, Tensor>();
        foreach (var (name, value) in state)
            if (!given.TryAdd(name, value)) throw Problem("a name comes twice", $"'{name}'", "each name once");
        var restored = memories.Select(memory => Take(memory, given, required.Contains(memory))).ToArray();
        if (given.Count == 0) return restored;
        throw Problem("unknown state", $"'{given.Keys.First()}'",
            memories.Count == 0
                ? "none; the optimizer remembers nothing"
                : $"{string.Join(" or ", memories)}, a dot and a parameter's name");
    }

    private Tensor[] Take(string memory, Dictionary<string, Tensor> given, bool isRequired)
    {
        var taken = new Tensor?[model.ParameterCount];
        for (var index = 0; index < taken.Length; index++)
            if (given.Remove(Key(memory, index), out var value)) taken[index] = Copy(Key(memory, index), value, model.Values(index).Length);
        var missing = Array.IndexOf(taken, null);
        if (missing < 0) return taken!;
        if (!isRequired && Array.TrueForAll(taken, value => value is null)) return [];
        throw Problem("a part of the state is missing", $"none named '{Key(memory, missing)}'", "one for every parameter");
    }

    private Tensor Copy(string name, Tensor value, int length)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.ElementType != ElementType.Float32 || value.ElementCount != length)
            throw Problem("a part of the state does not fit its parameter", $"'{name}': {value}", $"{length} numbers of type Float32");
        return Tensor.From(value.ToArray<float>(), [length]).Keep();
    }

    private string Key(string memory, int index) => $"{memory}.{model.NameOf(index)}";

    private ArgumentException Problem(string what, string got, string expected) => new(
        $"{optimizer}: {what}. Got {got}. Expected {expected}. Use the state of the same optimizer, options and model.");
}
