using Tutti.Learning.Data.Transforms;
using Tutti.Tensors;
using Tutti.Tensors.Operations;

namespace Tutti.Experiments.Data;

/// <summary>Rows on their first principal components, normalised: all columns together have mean 0 and deviation 1. Learned from the
/// training rows alone.</summary>
/// <remarks>One deviation for all columns, since one a column would make noise of what varies least as loud as what tells the classes
/// apart.</remarks>
internal static class PrincipalComponents
{
    internal static LabelledRows Reduce(LabelledRows rows, int componentCount)
    {
        using var threads = ComputeThreads.Use(Environment.ProcessorCount);
        using var scope = TensorScope.Begin();
        var train = HeldOut.Train(rows);
        var analysis = new Pca(new PcaOptions { ComponentCount = componentCount });
        analysis.Fit(Tensor.From(train.Values, [train.Count, rows.Width]));
        var reduced = analysis.Apply(Tensor.From(rows.Values, [rows.Count, rows.Width]));
        var factor = (float)(1 / Math.Sqrt(analysis.ExplainedVariance.Average()));
        var values = Array.ConvertAll(reduced.AsSpan<float>().ToArray(), value => value * factor);
        GC.KeepAlive(reduced);
        return rows with { Values = values, Width = componentCount };
    }
}
