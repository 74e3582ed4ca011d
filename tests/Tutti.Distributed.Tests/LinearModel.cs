using Tutti.Learning.Training;

namespace Tutti.Distributed.Tests;

/// <summary>How a model takes part in the binding of gradients.</summary>
internal enum Binding
{
    /// <summary>Writes gradients straight into bound memory.</summary>
    Binds,

    /// <summary>Keeps its own gradient memory.</summary>
    Refuses,

    /// <summary>Binds the weight only.</summary>
    Partly,
}

/// <summary>
/// y = weight · x + bias with squared error, written without any tensor library; the third parameter is never reached by the backward pass.
/// </summary>
internal sealed class LinearModel : IParameterSource
{
    internal const int Width = 37;

    private readonly string[] names;
    private readonly float[][] values;
    private readonly Memory<float>[] gradients;
    private readonly Binding binding;

    internal LinearModel(Binding binding, float initial = 0.1f, string biasName = "bias", int unusedLength = 3)
    {
        this.binding = binding;
        names = ["weight", biasName, "unused"];
        values = [new float[Width], new float[1], new float[unusedLength]];
        gradients = [.. values.Select(value => new float[value.Length].AsMemory())];
        foreach (var value in values) value.AsSpan().Fill(initial);
        // What is there before the first backward pass is none of a strategy's business.
        foreach (var gradient in gradients) gradient.Span.Fill(float.NaN);
    }

    public int ParameterCount => names.Length;

    public string NameOf(int index) => names[index];

    public Span<float> Values(int index) => values[index];

    public Span<float> Gradients(int index) => gradients[index].Span;

    public bool TryBindGradients(int index, Memory<float> memory)
    {
        if (binding == Binding.Refuses || (binding == Binding.Partly && index > 0)) return false;
        gradients[index] = memory;
        return true;
    }

    /// <summary>Forward and backward over samples [first, end) of a batch; both weighted by the samples' share of it.</summary>
    internal float Learn(float[][] inputs, float[] targets, int first, int end)
    {
        foreach (var gradient in gradients) gradient.Span.Clear();
        var loss = 0f;
        for (var sample = first; sample < end; sample++)
        {
            var error = values[1][0] - targets[sample];
            for (var i = 0; i < Width; i++) error += values[0][i] * inputs[sample][i];
            loss += error * error / targets.Length;
            var slope = 2 * error / targets.Length;
            for (var i = 0; i < Width; i++) gradients[0].Span[i] += slope * inputs[sample][i];
            gradients[1].Span[0] += slope;
        }

        return loss;
    }

    internal void Descend(float rate)
    {
        for (var index = 0; index < values.Length; index++)
            for (var i = 0; i < values[index].Length; i++)
                values[index][i] -= rate * gradients[index].Span[i];
    }

    internal int[] WeightBits() => [.. values.SelectMany(value => value).Select(BitConverter.SingleToInt32Bits)];
}
