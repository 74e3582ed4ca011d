using System.Numerics;
using Tutti.Tensors.Kernels;
using Tutti.Tensors.Kernels.Reference;

namespace Tutti.Tensors.Operations;

/// <summary>Rows of a cross entropy.</summary>
internal ref struct CrossEntropyRows<T> : IRangeBody where T : unmanaged, IFloatingPointIeee754<T>
{
    internal ReadOnlySpan<T> Logits { get; init; }
    internal CrossEntropyTarget<T> Target { get; init; }
    internal Span<T> Probabilities { get; init; }
    internal Span<T> Maxima { get; init; }
    internal Span<T> LogSums { get; init; }
    internal Span<T> Losses { get; init; }

    public readonly void Run(int start, int end)
    {
        var part = (start * Target.Classes)..(end * Target.Classes);
        KernelSelector.For<T>().Softmax(Logits[part], Target.Classes, Probabilities[part], Maxima[start..end], LogSums[start..end]);
        Kernels.Reference.CrossEntropy.Run(Logits, Maxima, LogSums, Target, start, end, Losses);
    }
}

/// <summary>Rows of the gradient of a cross entropy.</summary>
internal ref struct CrossEntropyGradientRows<T> : IRangeBody where T : unmanaged, IFloatingPointIeee754<T>
{
    internal ReadOnlySpan<T> Probabilities { get; init; }
    internal CrossEntropyTarget<T> Target { get; init; }
    internal ReadOnlySpan<double> Factors { get; init; }
    internal Span<T> Gradient { get; init; }

    public readonly void Run(int start, int end) =>
        Kernels.Reference.CrossEntropy.Gradient(Probabilities, Target, Factors, start, end, Gradient);
}
