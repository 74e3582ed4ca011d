using System.Numerics;
using Tutti.Tensors.Autograd;

namespace Tutti.Tensors.Operations;

/// <summary>
/// Batch normalisation. Channels last, the input is a matrix with a column for each channel, which is read twice and written once.
/// </summary>
// C channels, R rows: samples × positions; μ, σ² statistics of a column
internal static class BatchNormalization
{
    internal static Tensor Run(Tensor input, BatchNormOperands operands)
    {
        operands.Check(input);
        var source = Shaping.InOrder(input, ChannelsLast(input.Shape));
        var result = Tensor.Allocate(input.Shape, ChannelsLast(input.Shape), input.ElementType);
        var statistics = Tensor.Allocate([2, input.Shape[1]], input.ElementType);
        var rows = input.ElementType == ElementType.Float32
            ? Compute<float>(source, operands, statistics, result)
            : Compute<double>(source, operands, statistics, result);

        var (weight, bias) = (operands.Weight, operands.Bias);
        Tensor[] inputs = weight is null ? bias is null ? [input] : [input, bias] : bias is null ? [input, weight] : [input, weight, bias];
        GC.KeepAlive(operands);
        return Graph.Record(Primitives.BatchNorm, result, inputs,
            new BatchNormAttributes(operands.IsTraining, weight is not null, bias is not null, rows, operands.Exchange),
            workspace: ReferenceEquals(source, input) ? [statistics] : [statistics, source]);
    }

    /// <summary>The memory order in which the channels of a position lie side by side, for any number of dimensions.</summary>
    internal static Strides ChannelsLast(Shape shape)
    {
        Span<int> strides = stackalloc int[shape.Rank];
        var step = Math.Max(1, shape[1]);
        for (var dimension = shape.Rank - 1; dimension >= 0; dimension--)
        {
            if (dimension == 1) continue;
            strides[dimension] = step;
            step *= Math.Max(1, shape[dimension]);
        }
        strides[1] = 1;
        return new Strides(strides);
    }

    internal static ColumnTiling Tiling(Shape shape) => new(shape[1] == 0 ? 0 : shape.ElementCount / shape[1], shape[1]);

    // Returns how many rows the statistics are of.
    private static double Compute<T>(Tensor source, BatchNormOperands operands, Tensor statistics, Tensor result)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var tiling = Tiling(source.Shape);
        var channels = tiling.Columns;
        using var exact = new Scratch<double>(2 * channels);
        Span<double> means = exact.Span[..channels], variances = exact.Span[channels..];
        double rows = channels == 0 ? 0 : source.ElementCount / channels;
        if (operands.IsTraining) rows = OfBatch<T>(source, tiling, operands, rows, means, variances);
        else
        {
            Widen(operands.RunningMean!.Memory<T>(), means);
            Widen(operands.RunningVariance!.Memory<T>(), variances);
        }

        Span<T> centers = statistics.Memory<T>()[..channels], inverses = statistics.Memory<T>()[channels..];
        using var wide = new Scratch<T>(3 * tiling.WideColumns);
        Span<T> wideCenters = wide.Span[..tiling.WideColumns], wideScales = wide.Span[tiling.WideColumns..(2 * tiling.WideColumns)];
        var wideShifts = wide.Span[(2 * tiling.WideColumns)..];
        for (var channel = 0; channel < channels; channel++)
        {
            var inverse = 1 / Math.Sqrt(variances[channel] + operands.Epsilon);
            (centers[channel], inverses[channel]) = (T.CreateTruncating(means[channel]), T.CreateTruncating(inverse));
            var factor = operands.Weight is { } weight ? double.CreateTruncating(weight.Memory<T>()[channel]) : 1;
            wideScales[channel] = T.CreateTruncating(inverse * factor);
            wideShifts[channel] = operands.Bias is { } bias ? bias.Memory<T>()[channel] : T.Zero;
        }
        tiling.Repeat(centers, wideCenters);
        tiling.Repeat(wideScales[..channels], wideScales);
        tiling.Repeat(wideShifts[..channels], wideShifts);
        ParallelRange.Run(tiling.Parts, tiling.Grain, new NormalizedParts<T>
        {
            Tiling = tiling,
            Values = source.Memory<T>(),
            Centers = wideCenters,
            Scales = wideScales,
            Shifts = wideShifts,
            Result = result.Memory<T>(),
        });
        return rows;
    }

    // Mean and population variance of the batch; the running statistics take their share.
    private static double OfBatch<T>(
        Tensor source, in ColumnTiling tiling, BatchNormOperands operands, double count, Span<double> means, Span<double> variances)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var partials = new Scratch<T>(BatchNormPartials.Length(tiling));
        ParallelRange.Run(tiling.Parts, tiling.Grain,
            new ColumnMomentParts<T> { Tiling = tiling, Values = source.Memory<T>(), Partials = partials.Span });
        BatchNormPartials.CombineMoments(partials.Span, tiling, means, variances);
        if (operands.Exchange is { } exchange) count = BatchNormExchange.Moments(exchange, count, means, variances);
        if (operands is { RunningMean: { } runningMean, RunningVariance: { } runningVariance })
            for (var channel = 0; channel < means.Length; channel++)
            {
                Move(ref runningMean.Memory<T>()[channel], means[channel], operands.Momentum);
                Move(ref runningVariance.Memory<T>()[channel], variances[channel] / (count - 1), operands.Momentum);
            }
        foreach (ref var variance in variances) variance /= count;
        return count;
    }

    private static void Move<T>(ref T running, double towards, double share) where T : unmanaged, IFloatingPointIeee754<T> =>
        running = T.CreateTruncating((1 - share) * double.CreateTruncating(running) + share * towards);

    private static void Widen<T>(ReadOnlySpan<T> values, Span<double> wide) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var i = 0; i < wide.Length; i++) wide[i] = double.CreateTruncating(values[i]);
    }
}
