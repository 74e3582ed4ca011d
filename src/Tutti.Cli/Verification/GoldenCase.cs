using System.Globalization;
using System.Text.Json;
using Tutti.Learning.Checkpoints;
using Tutti.Tensors;

namespace Tutti.Cli.Verification;

/// <summary>A golden case: what to compute, from what, with what result, and how exactly. Read whole from a safetensors file.</summary>
internal sealed class GoldenCase
{
    private readonly Dictionary<string, Tensor> tensors = [];

    private GoldenCase(string name, string kind, string operation, JsonElement attributes, double rtol, double atol)
    {
        Name = name;
        Kind = kind;
        Operation = operation;
        Attributes = new GoldenAttributes(attributes, operation);
        Rtol = rtol;
        Atol = atol;
    }

    internal string Name { get; }

    /// <summary>What sort of case it is, for instance <c>operation</c> or <c>training</c>.</summary>
    internal string Kind { get; }

    /// <summary>What is computed, for instance <c>conv2d</c>.</summary>
    internal string Operation { get; }

    internal GoldenAttributes Attributes { get; }

    internal double Rtol { get; }

    internal double Atol { get; }

    /// <summary>What the inputs are called: <c>input.i</c> is the i-th of them. Empty for training.</summary>
    internal IReadOnlyList<string> InputNames { get; private init; } = [];

    /// <summary>What the outputs are called: <c>output.i</c> is the i-th of them. Empty for training.</summary>
    internal IReadOnlyList<string> OutputNames { get; private init; } = [];

    internal bool Has(string name) => tensors.ContainsKey(name);

    internal Tensor Tensor(string name) =>
        tensors.GetValueOrDefault(name) ?? throw new InvalidDataException($"Golden case: a tensor is missing. " +
            $"Got '{Name}' without '{name}'.");

    internal static GoldenCase Read(string path)
    {
        using var file = SafetensorsFile.Open(path);
        var text = file.Metadata;
        using var attributes = JsonDocument.Parse(Required(text, "attributes"));
        var golden = new GoldenCase(
            Required(text, "case"), Required(text, "kind"), Required(text, "operation"), attributes.RootElement.Clone(),
            double.Parse(Required(text, "rtol"), CultureInfo.InvariantCulture), double.Parse(Required(text, "atol"), CultureInfo.InvariantCulture))
        {
            InputNames = ReadNames(text, "inputs"),
            OutputNames = ReadNames(text, "outputs"),
        };
        foreach (var entry in file.Entries) golden.tensors.Add(entry.Name, Read(file, entry));
        return golden;
    }

    private static string Required(IReadOnlyDictionary<string, string> metadata, string key) =>
        metadata.TryGetValue(key, out var value) ? value : throw new InvalidDataException($"the metadata lack '{key}'");

    private static string[] ReadNames(IReadOnlyDictionary<string, string> metadata, string key) =>
        metadata.TryGetValue(key, out var names) ? JsonSerializer.Deserialize<string[]>(names)! : [];

    private static Tensor Read(SafetensorsFile file, SafetensorsEntry entry)
    {
        var tensor = Tutti.Tensors.Tensor.Zeros(entry.Shape, entry.Type);
        switch (entry.Type)
        {
            case ElementType.Float32: file.Read(entry.Name, tensor.AsSpan<float>()); break;
            case ElementType.Int64: file.Read(entry.Name, tensor.AsSpan<long>()); break;
            default: file.Read(entry.Name, tensor.AsSpan<double>()); break;
        }
        return tensor;
    }
}
