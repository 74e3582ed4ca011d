using Tutti.Learning.Training;

namespace Tutti.Learning.Tests.Optimizers;

/// <summary>A few numbers: a model that knows no tensors.</summary>
internal sealed class Point(params float[] values) : IParameterSource
{
    internal float[] Value { get; } = values;

    internal float[] Gradient { get; } = new float[values.Length];

    public int ParameterCount => 1;

    public string NameOf(int index) => "point";

    public Span<float> Values(int index) => Value;

    public Span<float> Gradients(int index) => Gradient;

    public bool TryBindGradients(int index, Memory<float> memory) => false;
}
