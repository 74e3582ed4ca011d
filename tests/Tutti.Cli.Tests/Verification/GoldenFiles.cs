using System.Runtime.InteropServices;
using System.Text.Json;
using Tutti.Learning.Checkpoints;
using Tutti.Tensors;

namespace Tutti.Cli.Tests.Verification;

/// <summary>Writes golden cases as the format describes them.</summary>
internal static class GoldenFiles
{
    /// <summary>A case of kind <c>operation</c> with one input and one output.</summary>
    internal static string WriteUnary(
        string folder, string name, string operation, string attributes, float[] input, float[] output, float[]? upstream = null, float[]? gradient = null)
    {
        var tensors = new Dictionary<string, (Shape Shape, float[] Values)>
        {
            ["input.0"] = ([input.Length], input), ["output.0"] = ([output.Length], output),
        };
        if (upstream is not null) tensors["upstream.0"] = ([upstream.Length], upstream);
        if (gradient is not null) tensors["gradient.0"] = ([gradient.Length], gradient);
        return Write(folder, name, "operation", operation, attributes, tensors, inputs: ["input"], outputs: ["output"]);
    }

    internal static string Write(
        string folder, string name, string kind, string operation, string attributes,
        Dictionary<string, (Shape Shape, float[] Values)> tensors, string[]? inputs = null, string[]? outputs = null)
    {
        var metadata = new Dictionary<string, string>
        {
            ["case"] = name, ["kind"] = kind, ["operation"] = operation, ["attributes"] = attributes, ["rtol"] = "1e-5", ["atol"] = "1e-6",
            ["generator"] = "by hand",
        };
        if (inputs is not null) metadata["inputs"] = JsonSerializer.Serialize(inputs);
        if (outputs is not null) metadata["outputs"] = JsonSerializer.Serialize(outputs);
        var path = Path.Combine(folder, name + ".safetensors");
        var names = tensors.Keys.ToArray();
        SafetensorsFile.Write(
            path, [.. names.Select(tensor => new SafetensorsEntry(tensor, ElementType.Float32, tensors[tensor].Shape))],
            index => MemoryMarshal.AsBytes(tensors[names[index]].Values.AsSpan()), metadata);
        return path;
    }
}
