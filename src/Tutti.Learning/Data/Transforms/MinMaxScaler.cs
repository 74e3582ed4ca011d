using Tutti.Tensors;

namespace Tutti.Learning.Data.Transforms;

/// <summary>
/// Scales each column so that its training values fill a range: (x − least) · (maximum − minimum) / (greatest − least) + minimum. In a
/// constant column 1 stands for greatest − least, as in scikit-learn, so that its value becomes the minimum.
/// </summary>
public sealed class MinMaxScaler : Transform
{
    internal const string KindName = "min-max-scaler";

    private readonly MinMaxScalerOptions options;
    private double[] least = [], greatest = [], factors = [];

    /// <summary>Makes a scaler.</summary>
    /// <param name="options">The range; default: 0 to 1.</param>
    /// <exception cref="ArgumentException">The range is impossible.</exception>
    public MinMaxScaler(MinMaxScalerOptions? options = null)
    {
        this.options = options ?? new MinMaxScalerOptions();
        if (this.options.Validate().FirstOrDefault() is { } problem) throw new ArgumentException(problem, nameof(options));
    }

    /// <summary>The least training value of each column.</summary>
    public IReadOnlyList<double> Least => least;

    /// <summary>The greatest training value of each column.</summary>
    public IReadOnlyList<double> Greatest => greatest;

    /// <inheritdoc/>
    public override int OutputWidth => InputWidth;

    internal override string Kind => KindName;

    internal static MinMaxScaler Read(TransformState state, string prefix)
    {
        var range = state.Vector(prefix + "range", 2);
        MinMaxScaler scaler;
        try
        {
            var clip = state.Flag(prefix + "clip");
            scaler = new MinMaxScaler(new MinMaxScalerOptions { Minimum = range[0], Maximum = range[1], Clip = clip });
        }
        catch (ArgumentException cause)
        {
            throw new InvalidDataException(cause.Message, cause);
        }
        scaler.least = state.Vector(prefix + "least");
        scaler.greatest = state.Vector(prefix + "greatest", scaler.least.Length);
        scaler.Prepare();
        scaler.MarkFitted(scaler.least.Length);
        return scaler;
    }

    internal override void Write(TransformState state, string prefix)
    {
        state.Add(prefix + "range", [options.Minimum, options.Maximum], [2]);
        state.Add(prefix + "clip", options.Clip);
        state.Add(prefix + "least", least, [least.Length]);
        state.Add(prefix + "greatest", greatest, [greatest.Length]);
    }

    private protected override void FitChecked(Tensor samples)
    {
        var width = samples.Shape[1];
        var values = samples.AsSpan<float>();
        least = Array.ConvertAll(values[..width].ToArray(), value => (double)value);
        greatest = [.. least];
        for (var start = width; start < values.Length; start += width)
            for (var column = 0; column < width; column++)
            {
                var value = values[start + column];
                if (value < least[column]) least[column] = value;
                if (value > greatest[column]) greatest[column] = value;
            }
        Prepare();
    }

    private protected override Tensor ApplyChecked(Tensor samples)
    {
        var result = AffineColumns.Apply(samples, least, factors, options.Minimum);
        if (!options.Clip) return result;
        foreach (ref var value in result.AsSpan<float>()) value = Math.Clamp(value, (float)options.Minimum, (float)options.Maximum);
        return result;
    }

    private protected override Tensor InverseChecked(Tensor transformed) =>
        AffineColumns.Inverse(transformed, least, factors, options.Minimum);

    private void Prepare()
    {
        factors = new double[least.Length];
        for (var column = 0; column < factors.Length; column++)
        {
            var range = greatest[column] - least[column];
            factors[column] = (options.Maximum - options.Minimum) / (range > 0 ? range : 1);
        }
    }
}
