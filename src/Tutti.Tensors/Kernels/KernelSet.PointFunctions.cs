namespace Tutti.Tensors.Kernels;

// Each element alone: its bits do not depend on where in the span it lies. The result may be one of the operands.
internal abstract partial class KernelSet<T>
{
    /// <summary>result[i] = values[i] + number.</summary>
    public abstract void Shift(ReadOnlySpan<T> values, T number, Span<T> result);

    /// <summary>result[i] = √values[i].</summary>
    public abstract void Sqrt(ReadOnlySpan<T> values, Span<T> result);

    /// <summary>result[i] = upstream[i] / (2 output[i]).</summary>
    public abstract void SqrtGradient(ReadOnlySpan<T> output, ReadOnlySpan<T> upstream, Span<T> result);

    /// <summary>result[i] = |values[i]|.</summary>
    public abstract void Abs(ReadOnlySpan<T> values, Span<T> result);

    /// <summary>result[i] = upstream[i], −upstream[i] or 0 where values[i] is positive, negative, or neither.</summary>
    public abstract void AbsGradient(ReadOnlySpan<T> values, ReadOnlySpan<T> upstream, Span<T> result);

    /// <summary>result[i] = values[i], or slope · values[i] where that is not positive.</summary>
    public abstract void LeakyRelu(ReadOnlySpan<T> values, T slope, Span<T> result);

    /// <summary>result[i] = upstream[i], or slope · upstream[i] where values[i] is not positive.</summary>
    public abstract void LeakyReluGradient(ReadOnlySpan<T> values, ReadOnlySpan<T> upstream, T slope, Span<T> result);

    /// <summary>
    /// result[i] = ln(1 + exp(beta · values[i])) / beta without overflow, or values[i] where beta · values[i] &gt; threshold.
    /// </summary>
    public abstract void Softplus(ReadOnlySpan<T> values, T beta, T threshold, Span<T> result);

    /// <summary>result[i] = upstream[i] / (1 + exp(−beta · values[i])), or upstream[i] where beta · values[i] &gt; threshold.</summary>
    public abstract void SoftplusGradient(ReadOnlySpan<T> values, ReadOnlySpan<T> upstream, T beta, T threshold, Span<T> result);

    /// <summary>result[i] = values[i], at least low, then at most high. NaN stays NaN.</summary>
    public abstract void Clamp(ReadOnlySpan<T> values, T low, T high, Span<T> result);

    /// <summary>result[i] = upstream[i] where low ≤ values[i] ≤ high, else 0.</summary>
    public abstract void ClampGradient(ReadOnlySpan<T> values, ReadOnlySpan<T> upstream, T low, T high, Span<T> result);

    /// <summary>result[i] = values[i] to the power of a number.</summary>
    public abstract void Pow(ReadOnlySpan<T> values, T exponent, Span<T> result);

    /// <summary>result[i] = upstream[i] · exponent · values[i]^(exponent − 1); 0 for the exponent 0.</summary>
    public abstract void PowGradient(ReadOnlySpan<T> values, ReadOnlySpan<T> upstream, T exponent, Span<T> result);
}
