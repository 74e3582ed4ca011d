using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Tutti.Cli.Arguments;
using Tutti.Cli.Output;
using Tutti.Cli.Training;
using Tutti.Learning.Modules;
using Tutti.Learning.Modules.Specification;
using Tutti.Learning.Runs;
using Tutti.Tensors;

namespace Tutti.Cli.Commands;

/// <summary><c>tutti weights</c>: writes a model's initial weights, for instance to start several systems from the same ones.</summary>
internal static class WeightsCommand
{
    internal static Command Create(Terminal terminal)
    {
        var model = new ValueOption("--model", "NAME|FILE", "A preset, or a JSON file with layers (default: cnn)");
        var shape = new ValueOption("--sample-shape", "SIZES", "The shape of a sample, such as 1x28x28 (default: 1x28x28)");
        var classes = new ValueOption("--classes", "N", "The number of classes (default: 10)");
        var seed = new ValueOption("--seed", "N", "The seed they are drawn from; as train draws them (default: 0)");
        var file = new ValueOption("--out", "FILE", "The safetensors file to write (default: weights.safetensors)");
        var command = new Verb("weights", "Writes a model's initial weights, drawn from a seed")
        {
            Examples = ["tutti weights --model mlp --seed 7 --out initial.safetensors", "tutti train --model mlp --initial initial.safetensors"],
        };
        foreach (var option in new[] { model, shape, classes, seed, file }) command.Add(option.Option);
        Invocation.Bind(command, terminal, invocation =>
        {
            var given = invocation.Parse;
            var name = model.Read(given) is { } chosen ? ModelChoice.Read(chosen) : "cnn";
            var specification = ModelChoice.Create(
                name, null, shape.Read(given) is { } sizes ? ReadShape(sizes) : [1, 28, 28], classes.Read(given)?.WholeNumber(1) ?? 10);
            var network = InputException.From(specification.Build);
            network.Initialize(seed.Read(given)?.Seed() ?? 0);
            var path = file.Read(given)?.NotEmpty() ?? "weights.safetensors";
            InputException.From(() => Write(network, path, specification));
            Say(invocation.Report, network, path);
            return ExitCode.Done;
        });
        return command;
    }

    private static bool Write(Sequential network, string path, ModelSpecification model)
    {
        network.Save(path, new Dictionary<string, string> { [RunRecorder.ModelKey] = model.ToJson(), [RunRecorder.TaskKey] = model.Task.ToString() });
        return true;
    }

    private static void Say(Report report, Sequential network, string path)
    {
        var digest = network.WeightsSha256();
        report.Line($"{Words.Count(network.WeightCount)} weights written to {path}.");
        report.Line();
        report.Facts(("weights", $"sha256 {digest}"));
        report.Json(new JsonObject
        {
            ["file"] = Path.GetFullPath(path), ["weightCount"] = network.WeightCount, ["weightsSha256"] = digest,
            ["tensors"] = new JsonArray([.. network.State.Select(entry => JsonValue.Create($"{entry.Name} {entry.Value.Shape}"))]),
        });
    }

    private static Shape ReadShape(GivenValue given)
    {
        var sizes = given.NotEmpty().Split('x').Select(size =>
            int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0 ? value : 0).ToArray();
        return sizes.Contains(0) || sizes.Length > Shape.MaximumRank
            ? throw new InputException($"{given.Source}: not a shape. Got '{given.Text}'. Expected sizes with x between them, such as 1x28x28.")
            : InputException.From(() => Shape.Create(sizes));
    }
}
