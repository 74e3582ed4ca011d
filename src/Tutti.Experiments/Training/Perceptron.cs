using System.Text.Json.Nodes;
using Tutti.Learning.Modules;
using Tutti.Learning.Modules.Specification;
using Tutti.Tensors;

namespace Tutti.Experiments.Training;

/// <summary>A network of fully connected layers with ReLU between them, named by its widths: <c>400-100-10</c>.</summary>
internal sealed class Perceptron
{
    internal Perceptron(params IReadOnlyList<int> widths)
    {
        Name = string.Join('-', widths);
        Parameters = [.. Enumerable.Range(1, widths.Count - 1).SelectMany(layer => new Shape[] { [widths[layer], widths[layer - 1]], [widths[layer]] })];
        var layers = new JsonArray();
        for (var layer = 1; layer < widths.Count; layer++)
        {
            if (layer > 1) layers.Add(new JsonObject { ["type"] = "ReLU" });
            layers.Add(new JsonObject { ["type"] = "Linear", ["in_features"] = widths[layer - 1], ["out_features"] = widths[layer] });
        }
        Model = layers.ToJsonString();
    }

    internal string Name { get; }

    /// <summary>The network as JSON.</summary>
    internal string Model { get; }

    /// <summary>The shapes of its weights and biases, layer after layer.</summary>
    internal IReadOnlyList<Shape> Parameters { get; }

    internal long WeightCount => ModelSpecification.Parse(Model).Build().WeightCount;

    /// <summary>Draws initial weights from a seed and writes them to a file, from which all trainings that are compared start.</summary>
    internal void WriteInitial(string path, ulong seed)
    {
        var network = ModelSpecification.Parse(Model).Build();
        network.Initialize(seed);
        network.Save(path);
    }
}
