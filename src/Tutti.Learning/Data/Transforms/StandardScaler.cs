using Tutti.Tensors;

namespace Tutti.Learning.Data.Transforms;

/// <summary>
/// Gives each column the mean 0 and the standard deviation 1 of the training samples: (x − mean) / scale. The scale is the square root of
/// the population variance, and 1 for a column that is constant but for rounding: variance ≤ N ε variance + (N ε mean)², as in scikit-learn
/// 1.4.
/// </summary>
/// <param name="options">What to do; default: both.</param>
public sealed class StandardScaler(StandardScalerOptions? options = null) : Transform
{
    internal const string KindName = "standard-scaler";

    private readonly StandardScalerOptions options = options ?? new StandardScalerOptions();
    private double[] means = [], variances = [], scales = [], offsets = [], factors = [];

    /// <summary>The mean of each column, subtracted or not.</summary>
    public IReadOnlyList<double> Means => means;

    /// <summary>The population variance of each column.</summary>
    public IReadOnlyList<double> Variances => variances;

    /// <summary>What each column is divided by: 1 for constant columns, and for all if the options say so.</summary>
    public IReadOnlyList<double> Scales => scales;

    /// <inheritdoc/>
    public override int OutputWidth => InputWidth;

    internal override string Kind => KindName;

    /// <summary>What was learned, for records of runs.</summary>
    internal ColumnScaling Scaling => new([.. means], [.. scales]);

    internal static StandardScaler Of(ColumnScaling scaling)
    {
        var scaler = new StandardScaler { means = [.. scaling.Means], scales = [.. scaling.Scales] };
        scaler.variances = Array.ConvertAll(scaler.scales, scale => scale * scale);
        scaler.Prepare();
        scaler.MarkFitted(scaler.means.Length);
        return scaler;
    }

    internal static StandardScaler Read(TransformState state, string prefix)
    {
        var scaler = new StandardScaler(new StandardScalerOptions
        {
            SubtractMean = state.Flag(prefix + "subtract_mean"), DivideByDeviation = state.Flag(prefix + "divide_by_deviation"),
        });
        scaler.means = state.Vector(prefix + "means");
        scaler.variances = state.Vector(prefix + "variances", scaler.means.Length);
        scaler.scales = state.Vector(prefix + "scales", scaler.means.Length);
        scaler.Prepare();
        scaler.MarkFitted(scaler.means.Length);
        return scaler;
    }

    internal override void Write(TransformState state, string prefix)
    {
        state.Add(prefix + "subtract_mean", options.SubtractMean);
        state.Add(prefix + "divide_by_deviation", options.DivideByDeviation);
        state.Add(prefix + "means", means, [means.Length]);
        state.Add(prefix + "variances", variances, [variances.Length]);
        state.Add(prefix + "scales", scales, [scales.Length]);
    }

    private protected override void FitChecked(Tensor samples)
    {
        means = ColumnStatistics.Means(samples);
        variances = ColumnStatistics.Variances(samples, means);
        scales = new double[means.Length];
        for (var column = 0; column < means.Length; column++)
            scales[column] = options.DivideByDeviation ? ScaleOf(variances[column], means[column], samples.Shape[0]) : 1;
        Prepare();
    }

    private protected override Tensor ApplyChecked(Tensor samples) => AffineColumns.Apply(samples, offsets, factors, 0);

    private protected override Tensor InverseChecked(Tensor transformed) => AffineColumns.Inverse(transformed, offsets, factors, 0);

    private static double ScaleOf(double variance, double mean, int count)
    {
        // 2⁻⁵², the distance from 1 to the next double; Double.Epsilon is the smallest double.
        const double epsilon = 2.220446049250313e-16;
        var rounding = count * mean * epsilon;
        return variance <= count * epsilon * variance + rounding * rounding ? 1 : Math.Sqrt(variance);
    }

    private void Prepare()
    {
        offsets = options.SubtractMean ? means : new double[means.Length];
        factors = Array.ConvertAll(scales, scale => 1 / scale);
    }
}
