using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using Tutti.Tensors;
using Tutti.Tensors.Operations;

namespace Tutti.Learning.Data.Transforms;

/// <summary>Finds principal components from the smaller of two symmetric matrices: XᵀX, or XXᵀ, X being the centred samples.</summary>
internal static class PcaFitter
{
    // N samples, F columns, R = min(N, F), K components kept
    public static PcaFit Fit(Tensor samples, PcaOptions options)
    {
        var (count, width) = (samples.Shape[0], samples.Shape[1]);
        var rank = Math.Min(count, width);
        if (options.ComponentCount > rank)
            throw new ArgumentException(
                $"Pca: more components than there are. Got {options.ComponentCount} of samples {samples.Shape}. Expected at most {rank}.");
        var means = ColumnStatistics.Means(samples);
        var isWide = count < width;
        var (eigenvalues, eigenvectors) = Decompose(isWide ? InnerProducts(samples, means) : Covariance(samples, means), rank);
        var variances = Array.ConvertAll(eigenvalues, value => Math.Max(0, value) / Math.Max(1, count - 1));
        var total = variances.Sum();
        var ratios = Array.ConvertAll(variances, variance => total > 0 ? variance / total : 0);
        var kept = options.ComponentCount ?? (options.ExplainedShare is { } share ? CountExplaining(share, ratios) : rank);
        var components = isWide
            ? FromSamples(samples, means, eigenvectors, eigenvalues, kept)
            : FromColumns(eigenvectors, kept, width);
        FixSigns(samples, means, components, kept);
        var singularValues = Array.ConvertAll(eigenvalues[..kept], value => Math.Sqrt(Math.Max(0, value)));
        return new PcaFit(
            components, means, variances[..kept], ratios[..kept], singularValues,
            kept < rank ? variances[kept..].Average() : 0);
    }

    private static int CountExplaining(double share, double[] ratios)
    {
        var sum = 0.0;
        for (var i = 0; i < ratios.Length; i++)
        {
            sum += ratios[i];
            if (sum > share) return i + 1;
        }
        return ratios.Length;
    }

    private static double[] Covariance(Tensor samples, double[] means)
    {
        var width = means.Length;
        return SymmetricProduct.Run(samples.Shape[0], width, (firstRow, rows, target) =>
        {
            var source = samples.AsSpan<float>().Slice(firstRow * width, rows * width);
            for (var i = 0; i < source.Length; i += width)
                for (var column = 0; column < width; column++) target[i + column] = source[i + column] - means[column];
        });
    }

    private static double[] InnerProducts(Tensor samples, double[] means)
    {
        var (count, width) = (samples.Shape[0], means.Length);
        return SymmetricProduct.Run(width, count, (firstColumn, columns, target) =>
        {
            var source = samples.AsSpan<float>();
            for (var column = 0; column < columns; column++)
                for (var row = 0; row < count; row++)
                    target[column * count + row] = source[row * width + firstColumn + column] - means[firstColumn + column];
        });
    }

    // Greatest eigenvalue first; eigenvectors are columns, column-major.
    private static (double[] Values, double[][] Vectors) Decompose(double[] symmetric, int size)
    {
        var decomposition = new DenseMatrix(size, size, symmetric).Evd(Symmetricity.Symmetric);
        var values = new double[size];
        var vectors = new double[size][];
        for (var i = 0; i < size; i++)
        {
            values[i] = decomposition.EigenValues[size - 1 - i].Real;
            vectors[i] = decomposition.EigenVectors.Column(size - 1 - i).ToArray();
        }
        return (values, vectors);
    }

    private static double[] FromColumns(double[][] vectors, int kept, int width)
    {
        var components = new double[kept * width];
        for (var component = 0; component < kept; component++) vectors[component].CopyTo(components, component * width);
        return components;
    }

    // With X = U S Vᵀ the eigenvectors of XXᵀ are U; then V = Xᵀ U / S.
    private static double[] FromSamples(Tensor samples, double[] means, double[][] vectors, double[] eigenvalues, int kept)
    {
        var (count, width) = (samples.Shape[0], means.Length);
        var components = new double[kept * width];
        Parallel.For(0, kept, Threads(), component =>
        {
            var target = components.AsSpan(component * width, width);
            var values = samples.AsSpan<float>();
            for (var row = 0; row < count; row++)
                for (var column = 0; column < width; column++)
                    target[column] += vectors[component][row] * (values[row * width + column] - means[column]);
            Normalize(components, component, width);
        });
        // Neighbours of almost no variance come out of the division by S far from orthogonal.
        for (var component = 0; component < kept; component++)
            if (eigenvalues[component] <= 1e-10 * eigenvalues[0]) MakeOrthogonal(components, component, width);
        return components;
    }

    private static void Normalize(double[] components, int component, int width)
    {
        var own = components.AsSpan(component * width, width);
        var length = Math.Sqrt(Dot(own, own));
        if (length == 0) return;
        foreach (ref var value in own) value /= length;
    }

    private static void MakeOrthogonal(double[] components, int component, int width)
    {
        var own = components.AsSpan(component * width, width);
        var candidate = 0;
        // Twice is enough (Kahan and Parlett); a direction that vanishes is replaced by the next axis.
        for (var round = 0; round < 2; round++)
        {
            for (var earlier = 0; earlier < component; earlier++)
            {
                var other = components.AsSpan(earlier * width, width);
                var share = Dot(own, other);
                for (var column = 0; column < width; column++) own[column] -= share * other[column];
            }
            var length = Math.Sqrt(Dot(own, own));
            if (length < 0.1 && candidate < width)
            {
                own.Clear();
                own[candidate++] = 1;
                round = -1;
                continue;
            }
            foreach (ref var value in own) value /= length;
        }
    }

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++) sum += left[i] * right[i];
        return sum;
    }

    // The sign of the sample with the largest absolute value along each component, the first of several.
    private static void FixSigns(Tensor samples, double[] means, double[] components, int kept)
    {
        using var scope = TensorScope.Begin();
        var width = means.Length;
        var matrix = Tensor.From(Array.ConvertAll(components, value => (float)value), [kept, width]).Transpose(0, 1);
        var largest = new float[kept];
        CenteredProduct.Run(samples, means, matrix, (_, part) =>
        {
            for (var start = 0; start < part.Length; start += kept)
                for (var component = 0; component < kept; component++)
                    if (MathF.Abs(part[start + component]) > MathF.Abs(largest[component])) largest[component] = part[start + component];
        });
        for (var component = 0; component < kept; component++)
            if (largest[component] < 0)
                foreach (ref var value in components.AsSpan(component * width, width)) value = -value;
    }

    private static ParallelOptions Threads() => new() { MaxDegreeOfParallelism = ComputeThreads.Count };
}
