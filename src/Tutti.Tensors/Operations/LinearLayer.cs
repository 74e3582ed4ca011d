using System.Numerics;
using Tutti.Tensors.Autograd;
using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>input · weightᵀ + bias, with the bias and an optional ReLU applied while the product is still in registers.</summary>
internal static class LinearLayer
{
    // R rows (all leading dimensions together), I input features, O output features
    internal static Tensor Run(Tensor input, Tensor weight, Tensor? bias, bool relu)
    {
        Check(input, weight, bias);
        var shape = Shape.Create([.. input.Shape.AsSpan()[..^1], weight.Shape[0]]);
        var result = Tensor.Allocate(shape, input.ElementType);
        var rows = Shaping.InRowMajorOrder(input);
        if (input.ElementType == ElementType.Float32) Compute<float>(rows, weight, bias, result, relu);
        else Compute<double>(rows, weight, bias, result, relu);
        GC.KeepAlive(rows);
        ReadOnlySpan<Tensor> operands = bias is null ? [input, weight] : [input, weight, bias];
        return Graph.Record(Primitives.Linear, result, operands, new LinearAttributes(relu), keepOutput: relu);
    }

    private static void Compute<T>(Tensor rows, Tensor weight, Tensor? bias, Tensor result, bool relu)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (outputs, inputs) = (weight.Shape[0], weight.Shape[1]);
        var count = outputs == 0 ? 0 : result.ElementCount / outputs;
        ReadOnlySpan<T> biasValues = bias is null ? default : bias.Memory<T>();
        MatMulDriver.Run(KernelSelector.For<T>(), count, outputs, inputs, rows.Memory<T>(), inputs, 1, weight.Memory<T>(), 1, inputs, result.Memory<T>(), outputs,
            new MatMulEpilogue<T> { Bias = biasValues, Relu = relu });
    }

    private static void Check(Tensor input, Tensor weight, Tensor? bias)
    {
        Operand.CheckSameType("Linear", input, weight);
        Operand.CheckFloatingPoint("Linear", input);
        Operand.CheckRank("Linear", "the weight", weight, 2, "[outputs, inputs]");
        if (input.Shape.Rank == 0 || input.Shape[-1] != weight.Shape[1])
            throw new ArgumentException(
                $"Linear: the input does not fit the weight. Got input {input.Shape} and weight {weight.Shape}. " +
                $"Expected the input's last dimension to be {weight.Shape[1]}. Flatten or transpose the input, or change the layer's input size.");
        if (bias is not null && (bias.Shape != [weight.Shape[0]] || bias.ElementType != weight.ElementType))
            throw new ArgumentException($"Linear: the bias does not fit the weight. Got {bias} for weight {weight.Shape}. Expected [{weight.Shape[0]}].");
        if (!weight.IsContiguous || bias is { IsContiguous: false })
            throw new ArgumentException($"Linear: weight and bias must be contiguous. Got strides {weight.Strides}. Call Contiguous() on them.");
    }
}

/// <summary>What the gradient of a linear layer needs beside its operands.</summary>
internal sealed record LinearAttributes(bool Relu);
