using Tutti.Learning.Training;
using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>
/// A network of Tutti modules as strategies and optimizers see it. A <see cref="Trainer"/> makes its own; training loops of one's own hand it
/// to <see cref="Optimizers.Optimizer.Attach"/>. Parameters stand in the order of <see cref="Module.Parameters"/>; one
/// that is used twice stands there once, so that a step changes it once. Not thread-safe.
/// </summary>
public sealed class ModelParameters : IParameterSource, IForwardStatistics
{
    private readonly IReadOnlyList<Parameter> parameters;
    private readonly Tensor[] statistics, counters;
    private readonly Memory<float>[] bound;
    private readonly Dictionary<Tensor, int> indices = new(ReferenceEqualityComparer.Instance);

    /// <summary>Looks at a network; later changes of its parts are not seen.</summary>
    /// <param name="network">The network.</param>
    public ModelParameters(Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        parameters = [.. network.Parameters.DistinctBy(parameter => parameter.Value)];
        for (var index = 0; index < parameters.Count; index++) indices.Add(parameters[index].Value, index);
        bound = new Memory<float>[parameters.Count];
        var buffers = network.Buffers.Select(buffer => buffer.Value).Distinct().ToLookup(buffer => buffer.ElementType);
        statistics = [.. buffers[ElementType.Float32]];
        counters = [.. buffers[ElementType.Int64]];
    }

    /// <inheritdoc/>
    public int ParameterCount => parameters.Count;

    /// <inheritdoc/>
    public int StatisticCount => statistics.Length;

    /// <inheritdoc/>
    public int CounterCount => counters.Length;

    /// <inheritdoc/>
    public string NameOf(int index) => parameters[index].Name;

    /// <inheritdoc/>
    public Shape ShapeOf(int index) => parameters[index].Value.Shape;

    /// <inheritdoc/>
    public Span<float> Values(int index) => parameters[index].Value.AsSpan<float>();

    /// <inheritdoc/>
    public Span<float> Gradients(int index) => parameters[index].Value.GradientOrZeros().AsSpan<float>();

    /// <inheritdoc/>
    public bool TryBindGradients(int index, Memory<float> memory)
    {
        // The same shard's memory comes back every step; only a change needs work.
        if (bound[index].Equals(memory)) return true;
        parameters[index].Value.BindGradient(memory);
        bound[index] = memory;
        return true;
    }

    /// <inheritdoc/>
    public bool TryReleaseGradients(int index)
    {
        parameters[index].Value.ReleaseGradient();
        bound[index] = default;
        return true;
    }

    /// <summary>Which parameter a tensor is.</summary>
    /// <param name="value">Any tensor.</param>
    /// <returns>Its index, or −1 if it is none of this model's parameters.</returns>
    public int IndexOf(Tensor value) => indices.GetValueOrDefault(value, -1);

    /// <inheritdoc/>
    public Span<float> Statistics(int index) => statistics[index].AsSpan<float>();

    /// <inheritdoc/>
    public Span<long> Counters(int index) => counters[index].AsSpan<long>();
}
