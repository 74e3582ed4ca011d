using System.Text.Json;
using Tutti.Learning.Losses;
using Tutti.Learning.Modules;
using Tutti.Learning.Modules.Specification;
using Tutti.Learning.Optimizers;
using Tutti.Tensors;

namespace Tutti.Cli.Verification;

/// <summary>What a training case describes, with everything that this version does not have refused.</summary>
internal sealed class TrainingCase
{
    private readonly GoldenCase golden;
    private readonly string layers;
    private readonly Func<Optimizer> makeOptimizer;
    private readonly bool targetIsInput;
    private readonly Tensor inputs;
    private readonly Tensor? targets;

    internal TrainingCase(GoldenCase golden)
    {
        this.golden = golden;
        var attributes = golden.Attributes;
        layers = attributes.Any("layers").GetRawText();
        Shards = golden.Operation == "data_parallel_training" ? attributes.WholeList("shards") : null;
        Loss = TrainingParts.ReadLoss(attributes.Nested("loss"), isSharded: Shards is not null);
        makeOptimizer = TrainingOptimizers.Read(attributes.Nested("optimizer"));
        Schedule = attributes.Any("scheduler") is { ValueKind: not JsonValueKind.Null } scheduler
            ? TrainingSchedule.Read(new GoldenAttributes(scheduler, $"{golden.Operation}: scheduler"))
            : TrainingSchedule.None;
        MaximumNorm = attributes.Any("clip_grad_norm") switch
        {
            { ValueKind: JsonValueKind.Null } => null,
            { ValueKind: JsonValueKind.Number } value => value.GetDouble(),
            var value => throw attributes.Unknown("clip_grad_norm", value),
        };
        StepCount = attributes.Whole("steps");
        targetIsInput = attributes.Text("target") switch
        {
            "input" => true,
            "batch" => false,
            var other => throw new UnsupportedCaseException($"target '{other}'"),
        };
        ParameterNames = attributes.TextList("parameters");
        BufferNames = attributes.TextList("buffers");
        if (Shards is not null && BufferNames.Count > 0) throw new UnsupportedCaseException("data-parallel training with buffers");
        attributes.Finish();
        inputs = golden.Tensor("batch.input");
        targets = targetIsInput ? null : golden.Tensor("batch.target");
    }

    internal Loss Loss { get; }

    internal int StepCount { get; }

    internal IReadOnlyList<string> ParameterNames { get; }

    internal IReadOnlyList<string> BufferNames { get; }

    internal TrainingSchedule Schedule { get; }

    /// <summary>What gradients are clipped to; null for no clipping.</summary>
    internal double? MaximumNorm { get; }

    /// <summary>Rows a shard; null for ordinary training.</summary>
    internal IReadOnlyList<int>? Shards { get; }

    internal int BatchSize => inputs.Shape[1];

    internal Optimizer CreateOptimizer() => makeOptimizer();

    /// <summary>The network with the case's initial values.</summary>
    internal Sequential CreateNetwork()
    {
        var network = Build();
        CheckNames("parameters", network.Parameters.Select(parameter => parameter.Name), ParameterNames);
        CheckNames("buffers", network.Buffers.Select(buffer => buffer.Name), BufferNames);
        network.Initialize(seed: 0);
        foreach (var (name, value) in network.State)
        {
            var initial = golden.Tensor($"initial.{name}");
            if (value.ElementType == ElementType.Int64) value.CopyFrom<long>(initial.AsSpan<long>());
            else value.CopyFrom<float>(initial.AsSpan<float>());
        }
        return network;
    }

    /// <summary>Some rows of a step's batch.</summary>
    internal (Tensor Input, Tensor Target) Rows(int step, int first, int count)
    {
        var input = Rows(inputs, step % inputs.Shape[0], first, count);
        return (input, targets is null ? input : Rows(targets, step % inputs.Shape[0], first, count));
    }

    private static void CheckNames(string what, IEnumerable<string> present, IReadOnlyList<string> wanted)
    {
        if (!present.Order().SequenceEqual(wanted.Order()))
            throw new UnsupportedCaseException($"{what} {string.Join(", ", wanted)} where there are {string.Join(", ", present)}");
    }

    private Sequential Build()
    {
        try
        {
            return ModelSpecification.Parse(layers).Build();
        }
        catch (ArgumentException problem)
        {
            throw new UnsupportedCaseException(problem.Message);
        }
    }

    private static Tensor Rows(Tensor batches, int batch, int first, int count)
    {
        Shape shape = [count, .. batches.Shape.AsSpan()[2..]];
        return batches.ElementType == ElementType.Int64
            ? Rows<long>(batches, batch, first, shape)
            : Rows<float>(batches, batch, first, shape);
    }

    private static Tensor Rows<T>(Tensor batches, int batch, int first, Shape shape) where T : unmanaged
    {
        var row = batches.ElementCount / batches.Shape[0] / batches.Shape[1];
        return Tensor.From<T>(batches.AsSpan<T>().Slice((batch * batches.Shape[1] + first) * row, shape[0] * row), shape);
    }
}
