using Tutti.Tensors;
using Tutti.Tensors.Random;
using Xunit;

namespace Tutti.TestKit;

/// <summary>
/// Compares gradients with central differences in double: f = Σ w · function(inputs) with random weights w, step h = 6e-6 · max(1, |x|),
/// accepted if |a − n| ≤ 1e-8 · max(1, |f|) + 1e-6 · |n|. Then the same function in float is compared with the double result; float
/// is never differenced, since correct gradients fail such a test.
/// </summary>
public static class GradientCheck
{
    private const int CheckedInputs = 64;

    /// <summary>Checks results and gradients.</summary>
    /// <param name="function">Made of tensor operations; called many times, must not remember anything.</param>
    /// <param name="inputs">Contiguous Float64 tensors; all are differentiated. Away from kinks by more than the step.</param>
    /// <param name="floatTolerance">
    /// How far float may lie from double, as a multiple of ε times the largest number of the tensor compared: about the number of terms
    /// in the longest sum.
    /// </param>
    public static void Run(Func<Tensor[], Tensor> function, Tensor[] inputs, double floatTolerance = 32)
    {
        var (output, weights, gradients) = Differentiate(function, inputs, ElementType.Float64);
        for (var input = 0; input < inputs.Length; input++) CompareWithDifferences(function, inputs, input, weights, gradients[input]);

        var single = Array.ConvertAll(inputs, input => Convert(input, ElementType.Float32));
        var (floatOutput, _, floatGradients) = Differentiate(function, single, ElementType.Float32);
        Compare(output, floatOutput, floatTolerance, "float result");
        for (var input = 0; input < inputs.Length; input++)
            Compare(gradients[input], floatGradients[input], floatTolerance, $"float gradient of input {input}");
    }

    /// <summary>Random numbers of a shape as a Float64 tensor.</summary>
    public static Tensor Uniform(Shape shape, double low = -1, double high = 1, ulong seed = 1)
    {
        var random = new CounterRandom(seed, RandomPurpose.Synthetic);
        var values = new double[shape.ElementCount];
        // From float, so that converting to Float32 loses nothing.
        foreach (ref var value in values.AsSpan()) value = (float)(low + (high - low) * random.NextSingle());
        return Tensor.From(values, shape);
    }

    /// <summary>The values in another element type.</summary>
    public static Tensor Convert(Tensor tensor, ElementType type)
    {
        var values = TensorAssert.Values(tensor);
        return type == ElementType.Float64
            ? Tensor.From(values, tensor.Shape)
            : Tensor.From(Array.ConvertAll(values, value => (float)value), tensor.Shape);
    }

    private static (Tensor Output, Tensor Weights, Tensor[] Gradients) Differentiate(
        Func<Tensor[], Tensor> function, Tensor[] inputs, ElementType type)
    {
        var leaves = Array.ConvertAll(inputs, input => Convert(input, type));
        foreach (var leaf in leaves) leaf.RequiresGradient = true;
        var output = function(leaves);
        var weights = Convert(Uniform(output.Shape, 0.5, 1.5, seed: 77), type);
        output.Backward(weights);
        var gradients = Array.ConvertAll(leaves, leaf => leaf.Gradient ?? Tensor.Zeros(leaf.Shape, type));
        return (output.Detach(), weights, gradients);
    }

    private static void CompareWithDifferences(
        Func<Tensor[], Tensor> function, Tensor[] inputs, int input, Tensor weights, Tensor gradient)
    {
        Assert.True(gradient.Shape == inputs[input].Shape, $"Gradient of input {input}: got {gradient.Shape} for {inputs[input].Shape}.");
        using var pause = NoGradient.Begin();
        var moved = Array.ConvertAll(inputs, tensor => Convert(tensor, ElementType.Float64));
        var analytic = gradient.ToArray<double>();
        var stride = Math.Max(1, (analytic.Length + CheckedInputs - 1) / CheckedInputs);
        var f = Weighted(function(moved), weights);
        for (var i = 0; i < analytic.Length; i += stride)
        {
            var x = moved[input].AsSpan<double>()[i];
            var h = 6e-6 * Math.Max(1, Math.Abs(x));
            moved[input].AsSpan<double>()[i] = x + h;
            var above = Weighted(function(moved), weights);
            moved[input].AsSpan<double>()[i] = x - h;
            var below = Weighted(function(moved), weights);
            moved[input].AsSpan<double>()[i] = x;
            var numeric = (above - below) / (2 * h);
            var bound = 1e-8 * Math.Max(1, Math.Abs(f)) + 1e-6 * Math.Abs(numeric);
            Assert.True(Math.Abs(analytic[i] - numeric) <= bound,
                $"Gradient of input {input} at {i}: the rule gives {analytic[i]:R}, differences {numeric:R}, off by {Math.Abs(analytic[i] - numeric):G3}, allowed {bound:G3}.");
        }
    }

    private static double Weighted(Tensor output, Tensor weights)
    {
        double[] values = output.ToArray<double>(), factors = weights.ToArray<double>();
        var sum = 0.0;
        for (var i = 0; i < values.Length; i++) sum += values[i] * factors[i];
        return sum;
    }

    private static void Compare(Tensor expected, Tensor actual, double tolerance, string what)
    {
        var largest = TensorAssert.Values(expected).Aggregate(1.0, (most, value) => double.IsFinite(value) ? Math.Max(most, Math.Abs(value)) : most);
        TensorAssert.Close(expected, actual, 0, tolerance * 1.2e-7 * largest, what);
    }
}
