using System.Numerics;

namespace Tutti.Tensors.Kernels.Reference;

/// <summary>What the target says about a row: which weight it puts on each class.</summary>
internal readonly ref struct CrossEntropyTarget<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>One label a row; empty if there are probabilities instead.</summary>
    internal ReadOnlySpan<long> Labels { get; init; }

    /// <summary>One probability a row and class; empty if there are labels instead.</summary>
    internal ReadOnlySpan<T> Probabilities { get; init; }

    /// <summary>One factor a class; empty if all are 1.</summary>
    internal ReadOnlySpan<T> ClassWeights { get; init; }

    internal double Smoothing { get; init; }

    internal long? IgnoredLabel { get; init; }

    internal int Classes { get; init; }

    /// <summary>Whether each row's target is one class alone.</summary>
    internal bool IsOneClass => Smoothing == 0 && !Labels.IsEmpty;

    internal bool IsIgnored(int row) => !Labels.IsEmpty && Labels[row] == IgnoredLabel;

    internal double ClassWeight(int @class) => ClassWeights.IsEmpty ? 1 : double.CreateTruncating(ClassWeights[@class]);

    /// <summary>The weight of the class that a row's label names.</summary>
    internal T LabelWeight(int row) => ClassWeights.IsEmpty ? T.One : ClassWeights[(int)Labels[row]];

    /// <summary>Writes a row's B and returns its sum.</summary>
    internal double Weigh(int row, Span<double> weights)
    {
        var sum = 0.0;
        var (rest, even) = (1 - Smoothing, Smoothing / Classes);
        for (var c = 0; c < weights.Length; c++)
        {
            var weight = !Labels.IsEmpty
                ? (Labels[row] == c ? rest : 0) + even
                : rest * double.CreateTruncating(Probabilities[row * Classes + c]) + even;
            sum += weights[c] = weight * ClassWeight(c);
        }
        return sum;
    }

    /// <summary>What the mean over all rows divides by.</summary>
    internal double Divisor(int rows)
    {
        if (Labels.IsEmpty) return rows;
        var sum = 0.0;
        foreach (var label in Labels)
            if (label != IgnoredLabel) sum += ClassWeight((int)label);
        return sum;
    }
}
