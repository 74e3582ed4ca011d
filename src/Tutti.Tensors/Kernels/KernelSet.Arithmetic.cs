namespace Tutti.Tensors.Kernels;

internal abstract partial class KernelSet<T>
{
    /// <summary>result[i] = left[i] + right[i]. The result may be one of the operands. All three are as long as the result.</summary>
    public abstract void Add(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> result);

    /// <summary>result[i] = left[i] − right[i]. The result may be one of the operands.</summary>
    public abstract void Subtract(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> result);

    /// <summary>result[i] = left[i] · right[i]. The result may be one of the operands.</summary>
    public abstract void Multiply(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> result);

    /// <summary>result[i] = left[i] / right[i]. The result may be one of the operands.</summary>
    public abstract void Divide(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> result);

    /// <summary>result[i] = factor · values[i]. The result may be the operand.</summary>
    public abstract void Scale(ReadOnlySpan<T> values, T factor, Span<T> result);
}
