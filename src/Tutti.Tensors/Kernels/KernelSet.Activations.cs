namespace Tutti.Tensors.Kernels;

internal abstract partial class KernelSet<T>
{
    /// <summary>result[i] = values[i], or 0 where that is negative. NaN stays NaN. The result may be the operand.</summary>
    public abstract void Relu(ReadOnlySpan<T> values, Span<T> result);

    /// <summary>result[i] = upstream[i] where output[i] &gt; 0, else 0. The result may be one of the operands.</summary>
    public abstract void ReluGradient(ReadOnlySpan<T> output, ReadOnlySpan<T> upstream, Span<T> result);

    /// <summary>result[i] = 1 / (1 + exp(−values[i])), without overflow on the way. The result may be the operand.</summary>
    public abstract void Sigmoid(ReadOnlySpan<T> values, Span<T> result);

    /// <summary>result[i] = upstream[i] · output[i] · (1 − output[i]). The result may be one of the operands.</summary>
    public abstract void SigmoidGradient(ReadOnlySpan<T> output, ReadOnlySpan<T> upstream, Span<T> result);

    /// <summary>result[i] = tanh(values[i]). The result may be the operand.</summary>
    public abstract void Tanh(ReadOnlySpan<T> values, Span<T> result);

    /// <summary>result[i] = upstream[i] · (1 − output[i]²). The result may be one of the operands.</summary>
    public abstract void TanhGradient(ReadOnlySpan<T> output, ReadOnlySpan<T> upstream, Span<T> result);

    /// <summary>result[i] = exp(values[i]). The result may be the operand.</summary>
    public abstract void Exp(ReadOnlySpan<T> values, Span<T> result);

    /// <summary>result[i] = ln(values[i]). The result may be the operand.</summary>
    public abstract void Log(ReadOnlySpan<T> values, Span<T> result);
}
