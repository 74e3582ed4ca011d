using Tutti.Learning.Training;

namespace Tutti.Distributed;

/// <summary>A rank's part of every parameter, as optimizers see it. Not thread-safe.</summary>
/// <param name="model">The whole model.</param>
/// <param name="parts">Where each part begins, and how long it is.</param>
/// <param name="gradients">The summed gradients of each part.</param>
internal sealed class OwnParameters(IParameterSource model, (int Start, int Count)[] parts, Memory<float>[] gradients) : IParameterSource
{
    public int ParameterCount => parts.Length;

    public string NameOf(int index) => model.NameOf(index);

    public Span<float> Values(int index) => model.Values(index).Slice(parts[index].Start, parts[index].Count);

    public Span<float> Gradients(int index) => gradients[index].Span;

    // They are sums, which no backward pass computes.
    public bool TryBindGradients(int index, Memory<float> memory) => false;
}
