using Tutti.Tensors;

namespace Tutti.Learning.Data.Transforms;

/// <summary>
/// Principal component analysis: projects samples on the directions in which the training samples vary most. The directions are the
/// eigenvectors of the covariance (or, for fewer samples than columns, come from those of the samples' inner products), in double.
/// Variances have the divisor N − 1.
/// </summary>
/// <remarks>
/// Signs follow scikit-learn 1.4: the training sample with the largest absolute value along a component has a positive one. With F columns
/// and N ≥ F samples, fitting costs N F² multiplications for the covariance and about 10 F³ for the eigenvectors.
/// </remarks>
public sealed class Pca : Transform
{
    internal const string KindName = "pca";

    private readonly PcaOptions options;
    private PcaFit fit = PcaFit.None;
    private Tensor? projection, expansion;

    /// <summary>Makes an analysis.</summary>
    /// <param name="options">What to keep; default: all components, not whitened.</param>
    /// <exception cref="ArgumentException">The options contradict each other or are out of range.</exception>
    public Pca(PcaOptions? options = null)
    {
        this.options = options ?? new PcaOptions();
        if (this.options.Validate().FirstOrDefault() is { } problem) throw new ArgumentException(problem, nameof(options));
    }

    /// <summary>K, how many components were kept; 0 before fitting.</summary>
    public int ComponentCount => fit.Variances.Length;

    /// <inheritdoc/>
    public override int OutputWidth => ComponentCount;

    /// <summary>The components, <c>[K, F]</c> row by row, each of length 1; the first explains most.</summary>
    public IReadOnlyList<double> Components => fit.Components;

    /// <summary>The mean of each column.</summary>
    public IReadOnlyList<double> Means => fit.Means;

    /// <summary>The variance along each component, divisor N − 1.</summary>
    public IReadOnlyList<double> ExplainedVariance => fit.Variances;

    /// <summary>The variances as shares of the variance of all columns.</summary>
    public IReadOnlyList<double> ExplainedVarianceRatio => fit.Ratios;

    /// <summary>The singular values of the centred samples: √((N − 1) · variance).</summary>
    public IReadOnlyList<double> SingularValues => fit.SingularValues;

    /// <summary>The mean of the variances along the min(N, F) − K components that were left out; 0 if there are none.</summary>
    public double NoiseVariance => fit.NoiseVariance;

    internal override string Kind => KindName;

    internal static Pca Read(TransformState state, string prefix)
    {
        var pca = new Pca(new PcaOptions { Whiten = state.Flag(prefix + "whiten") });
        var (components, count, width) = state.Matrix(prefix + "components");
        pca.Keep(new PcaFit(
            components, state.Vector(prefix + "means", width), state.Vector(prefix + "explained_variance", count),
            state.Vector(prefix + "explained_variance_ratio", count), state.Vector(prefix + "singular_values", count),
            state.Vector(prefix + "noise_variance", 1)[0]));
        pca.MarkFitted(width);
        return pca;
    }

    internal override void Write(TransformState state, string prefix)
    {
        state.Add(prefix + "whiten", options.Whiten);
        state.Add(prefix + "components", fit.Components, [ComponentCount, InputWidth]);
        state.Add(prefix + "means", fit.Means, [InputWidth]);
        state.Add(prefix + "explained_variance", fit.Variances, [ComponentCount]);
        state.Add(prefix + "explained_variance_ratio", fit.Ratios, [ComponentCount]);
        state.Add(prefix + "singular_values", fit.SingularValues, [ComponentCount]);
        state.Add(prefix + "noise_variance", [fit.NoiseVariance], [1]);
    }

    private protected override void FitChecked(Tensor samples) => Keep(PcaFitter.Fit(samples, options));

    private protected override Tensor ApplyChecked(Tensor samples) => CenteredProduct.Run(samples, fit.Means, projection!);

    private protected override Tensor InverseChecked(Tensor transformed)
    {
        var result = CenteredProduct.Run(transformed, new double[ComponentCount], expansion!);
        var values = result.AsSpan<float>();
        for (var start = 0; start < values.Length; start += fit.Means.Length)
            for (var column = 0; column < fit.Means.Length; column++)
                values[start + column] = (float)(values[start + column] + fit.Means[column]);
        GC.KeepAlive(result);
        return result;
    }

    private void Keep(PcaFit found)
    {
        fit = found;
        projection = Scaled(found, options.Whiten ? variance => 1 / Math.Sqrt(variance) : _ => 1).Transpose(0, 1);
        expansion = Scaled(found, options.Whiten ? Math.Sqrt : _ => 1);
    }

    private static Tensor Scaled(PcaFit fit, Func<double, double> factorOf)
    {
        var (count, width) = (fit.Variances.Length, fit.Means.Length);
        // Kept, since samples may be transformed in another scope than the one they were fitted in.
        var result = Tensor.Zeros([count, width]).Keep();
        var values = result.AsSpan<float>();
        for (var component = 0; component < count; component++)
        {
            // A direction without variance has nothing to be whitened.
            var factor = fit.Variances[component] > 0 ? factorOf(fit.Variances[component]) : 1;
            for (var column = 0; column < width; column++)
                values[component * width + column] = (float)(fit.Components[component * width + column] * factor);
        }
        GC.KeepAlive(result);
        return result;
    }
}
