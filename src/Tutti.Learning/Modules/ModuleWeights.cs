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
        Write(path, network.State, metadata);
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
        Check(network.State, file, path);
        Read(network, file, prefix: "");
    }

    /// <summary>SHA-256 over names, types, shapes and values of all parameters and buffers, in order.</summary>
    /// <param name="network">The network.</param>
    /// <returns>64 lower-case hexadecimal digits; equal for equal bits.</returns>
    public static string WeightsSha256(this Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var state = network.State;
        var digest = WeightsDigest.Of(Entries(state), index => BytesOf(state[index].Value));
        GC.KeepAlive(state); // the digest is computed from spans only
        return digest;
    }

    internal static void Write(string path, IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        SafetensorsFile.Write(path, Entries(tensors), index => BytesOf(tensors[index].Value), metadata);
        GC.KeepAlive(tensors); // the writer holds spans only
    }

    /// <summary>Reads what <see cref="Check"/> has found to be there; names in the file begin with the prefix.</summary>
    internal static void Read(Module network, SafetensorsFile file, string prefix)
    {
        foreach (var (name, value) in network.State)
        {
            if (value.ElementType == ElementType.Int64) file.Read(prefix + name, value.AsSpan<long>());
            else file.Read(prefix + name, value.AsSpan<float>());
        }
        network.MarkInitialized();
    }

    /// <summary>Refuses a file that does not hold exactly these tensors under the prefix, besides others that are named so.</summary>
    internal static void Check(
        IReadOnlyList<NamedTensor> state, SafetensorsFile file, string path, string prefix = "", Predicate<string>? isOther = null)
    {
        foreach (var expected in Entries(state))
        {
            if (!file.TryGet(prefix + expected.Name, out var entry))
                throw new InvalidDataException(
                    $"Weights: '{path}' lacks a tensor of the network. Got {file.Entries.Count} tensors without '{prefix}{expected.Name}'. " +
                    $"Expected {expected}. Load weights of the same model.");
            if (!entry.Storage.CanReadAs(expected.Type) || entry.Shape != expected.Shape)
                throw new InvalidDataException(
                    $"Weights: a tensor in '{path}' does not fit the network. Got {entry}. Expected {expected}. Load weights of the same model.");
        }
        var names = state.Select(entry => prefix + entry.Name).ToHashSet();
        if (file.Entries.FirstOrDefault(entry => !names.Contains(entry.Name) && isOther?.Invoke(entry.Name) != true) is { } extra)
            throw new InvalidDataException(
                $"Weights: '{path}' holds a tensor that the network lacks. Got {extra}. Expected {state.Count} tensors. Load weights of the same model.");
    }

    internal static SafetensorsEntry[] Entries(IReadOnlyList<NamedTensor> state) =>
        [.. state.Select(entry => new SafetensorsEntry(entry.Name, entry.Value.ElementType, entry.Value.Shape))];

    /// <summary>The memory of a contiguous tensor, as it is written and hashed.</summary>
    internal static Span<byte> BytesOf(Tensor value) => value.ElementType == ElementType.Int64
        ? MemoryMarshal.AsBytes(value.AsSpan<long>())
        : MemoryMarshal.AsBytes(value.AsSpan<float>());
}
