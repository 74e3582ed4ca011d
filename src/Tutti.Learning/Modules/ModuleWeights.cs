using System.Runtime.InteropServices;
using Tutti.Learning.Checkpoints;

namespace Tutti.Learning.Modules;

/// <summary>Saves, loads and fingerprints the parameters of a network. Names are those of PyTorch's <c>state_dict</c>.</summary>
public static class ModuleWeights
{
    /// <summary>Writes all parameters to a safetensors file; the previous file survives whatever goes wrong.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="metadata">Texts to keep with them, for instance the model as JSON. Default: none.</param>
    /// <exception cref="IOException">The file could not be written; the previous one is unchanged.</exception>
    public static void Save(this Module network, string path, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        var parameters = network.Parameters;
        SafetensorsFile.Write(path, Entries(parameters), index => Bytes(parameters[index]), metadata);
        GC.KeepAlive(parameters); // the writer holds spans only
    }

    /// <summary>
    /// Reads all parameters from a safetensors file by name. Everything is checked before the first value changes.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">
    /// Not a safetensors file, a parameter is missing, has another shape or type, or the file holds a tensor that the network lacks.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static void Load(this Module network, string path)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var file = SafetensorsFile.Open(path);
        var parameters = network.Parameters;
        Check(parameters, file, path);
        foreach (var parameter in parameters) file.Read(parameter.Name, parameter.Value.AsSpan<float>());
        network.MarkInitialized();
    }

    /// <summary>SHA-256 over names, types, shapes and values of all parameters, in order.</summary>
    /// <param name="network">The network.</param>
    /// <returns>64 lower-case hexadecimal digits; equal for equal bits.</returns>
    public static string WeightsSha256(this Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var parameters = network.Parameters;
        var digest = WeightsDigest.Of(Entries(parameters), index => Bytes(parameters[index]));
        GC.KeepAlive(parameters); // the digest is computed from spans only
        return digest;
    }

    private static SafetensorsEntry[] Entries(IReadOnlyList<Parameter> parameters) =>
        [.. parameters.Select(parameter => new SafetensorsEntry(parameter.Name, parameter.Value.ElementType, parameter.Value.Shape))];

    private static ReadOnlySpan<byte> Bytes(Parameter parameter) => MemoryMarshal.AsBytes(parameter.Value.AsSpan<float>());

    private static void Check(IReadOnlyList<Parameter> parameters, SafetensorsFile file, string path)
    {
        foreach (var (parameter, expected) in parameters.Zip(Entries(parameters)))
        {
            if (!file.TryGet(parameter.Name, out var entry))
                throw new InvalidDataException(
                    $"Weights: '{path}' lacks a parameter of the network. Got {file.Entries.Count} tensors without '{parameter.Name}'. " +
                    $"Expected {expected}. Load weights of the same model.");
            if (entry.Type != expected.Type || entry.Shape != expected.Shape)
                throw new InvalidDataException(
                    $"Weights: a tensor in '{path}' does not fit the network. Got {entry}. Expected {expected}. Load weights of the same model.");
        }
        if (file.Entries.Count == parameters.Count) return;
        var names = parameters.Select(parameter => parameter.Name).ToHashSet();
        var extra = file.Entries.First(entry => !names.Contains(entry.Name));
        throw new InvalidDataException(
            $"Weights: '{path}' holds a tensor that the network lacks. Got {extra}. Expected {parameters.Count} tensors. Load weights of the same model.");
    }
}
