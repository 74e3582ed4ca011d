using System.Runtime.InteropServices;
using Tutti.Learning.Checkpoints;
using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>Saves, loads and fingerprints the state of a network. Names are those of PyTorch's <c>state_dict</c>.</summary>
public static class ModuleWeights
{
    /// <summary>Writes all parameters and buffers to a safetensors file; the previous file survives whatever goes wrong.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="metadata">Texts to keep with them, for instance the model as JSON. Default: none.</param>
    /// <exception cref="IOException">The file could not be written; the previous one is unchanged.</exception>
    public static void Save(this Module network, string path, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        var state = network.State;
        SafetensorsFile.Write(path, Entries(state), index => Bytes(state[index].Value), metadata);
        GC.KeepAlive(state); // the writer holds spans only
    }

    /// <summary>
    /// Reads all parameters and buffers from a safetensors file by name, in whatever order they are there. Everything is checked before the
    /// first value changes. Parameters that are stored as F16, BF16 or F64 become Float32.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">
    /// Not a safetensors file, a tensor is missing, has another shape, is whole instead of floating-point or the reverse, or the file holds
    /// a tensor that the network lacks.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static void Load(this Module network, string path)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var file = SafetensorsFile.Open(path);
        var state = network.State;
        Check(state, file, path);
        foreach (var (name, value) in state) Read(file, name, value);
        network.MarkInitialized();
    }

    /// <summary>SHA-256 over names, types, shapes and values of all parameters and buffers, in order.</summary>
    /// <param name="network">The network.</param>
    /// <returns>64 lower-case hexadecimal digits; equal for equal bits.</returns>
    public static string WeightsSha256(this Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var state = network.State;
        var digest = WeightsDigest.Of(Entries(state), index => Bytes(state[index].Value));
        GC.KeepAlive(state); // the digest is computed from spans only
        return digest;
    }

    private static SafetensorsEntry[] Entries(IReadOnlyList<NamedTensor> state) =>
        [.. state.Select(entry => new SafetensorsEntry(entry.Name, entry.Value.ElementType, entry.Value.Shape))];

    private static ReadOnlySpan<byte> Bytes(Tensor value) => value.ElementType == ElementType.Int64
        ? MemoryMarshal.AsBytes(value.AsSpan<long>())
        : MemoryMarshal.AsBytes(value.AsSpan<float>());

    private static void Read(SafetensorsFile file, string name, Tensor value)
    {
        if (value.ElementType == ElementType.Int64) file.Read(name, value.AsSpan<long>());
        else file.Read(name, value.AsSpan<float>());
    }

    private static void Check(IReadOnlyList<NamedTensor> state, SafetensorsFile file, string path)
    {
        foreach (var expected in Entries(state))
        {
            if (!file.TryGet(expected.Name, out var entry))
                throw new InvalidDataException(
                    $"Weights: '{path}' lacks a tensor of the network. Got {file.Entries.Count} tensors without '{expected.Name}'. " +
                    $"Expected {expected}. Load weights of the same model.");
            if (!entry.Storage.CanReadAs(expected.Type) || entry.Shape != expected.Shape)
                throw new InvalidDataException(
                    $"Weights: a tensor in '{path}' does not fit the network. Got {entry}. Expected {expected}. Load weights of the " +
                    "same model.");
        }
        if (file.Entries.Count == state.Count) return;
        var names = state.Select(entry => entry.Name).ToHashSet();
        var extra = file.Entries.First(entry => !names.Contains(entry.Name));
        throw new InvalidDataException(
            $"Weights: '{path}' holds a tensor that the network lacks. Got {extra}. Expected {state.Count} tensors. Load weights of the " +
            "same model.");
    }
}
