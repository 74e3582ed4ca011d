using Tutti.Learning.Training;

namespace Tutti.Learning.Tests.Optimizers;

/// <summary>Several parameters, named 0, 1, …, whose gradients follow from their values.</summary>
internal sealed class Points(params int[] lengths) : IParameterSource
{
    private readonly float[][] values = [.. lengths.Select((length, index) => Enumerable.Range(0, length).Select(i => 0.3f * i - index + 0.1f).ToArray())];
    private readonly float[][] gradients = [.. lengths.Select(length => new float[length])];

    internal IEnumerable<float> All => values.SelectMany(value => value);

    public int ParameterCount => values.Length;

    /// <summary>Any function of value and step will do.</summary>
    internal void Differentiate(long step)
    {
        for (var index = 0; index < values.Length; index++)
            for (var i = 0; i < values[index].Length; i++) gradients[index][i] = MathF.Sin(3 * values[index][i] + step) + 0.1f * values[index][i];
    }

    public string NameOf(int index) => $"{index}.weight";

    public Span<float> Values(int index) => values[index];

    public Span<float> Gradients(int index) => gradients[index];

    public bool TryBindGradients(int index, Memory<float> memory) => false;

    internal void CopyFrom(Points other)
    {
        for (var index = 0; index < values.Length; index++) other.values[index].CopyTo(values[index], 0);
    }
}
