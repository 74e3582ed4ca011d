using Tutti.Learning.Data.Transforms;
using Tutti.Tensors;
using Tutti.Tensors.Operations;

namespace Tutti.Experiments.Data;

/// <summary>Rows on their first principal components, each column normalised to mean 0 and deviation 1; learned from the training rows alone.</summary>
internal static class PrincipalComponents
{
    internal static LabelledRows Reduce(LabelledRows rows, int componentCount)
    {
        using var threads = ComputeThreads.Use(Environment.ProcessorCount);
        using var scope = TensorScope.Begin();
        var train = HeldOut.Train(rows);
        var pipeline = new TransformPipeline(new Pca(new PcaOptions { ComponentCount = componentCount }), new StandardScaler());
        pipeline.Fit(Tensor.From(train.Values, [train.Count, rows.Width]));
        var reduced = pipeline.Apply(Tensor.From(rows.Values, [rows.Count, rows.Width]));
        var values = reduced.AsSpan<float>().ToArray();
        GC.KeepAlive(reduced);
        return rows with { Values = values, Width = componentCount };
    }
}
