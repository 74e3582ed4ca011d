using Tutti.Tensors;

namespace Tutti.Learning.Data;

/// <summary>Reads samples a batch at a time, for what learns nothing of them.</summary>
internal static class SampleBatches
{
    private const int BatchSize = 256;

    /// <summary>Calls with the number of the first sample and a batch <c>[B, SampleShape…]</c>, which lives as long as the call.</summary>
    internal static void ForEach(ISampleSource samples, Action<int, Tensor> use)
    {
        using var pause = NoGradient.Begin();
        for (var start = 0; start < samples.Count; start += BatchSize)
        {
            using var scope = TensorScope.Begin();
            var rows = Enumerable.Range(start, Math.Min(BatchSize, samples.Count - start)).ToArray();
            var batch = Tensor.Zeros(Shape.Create([rows.Length, .. samples.SampleShape.AsSpan()]));
            samples.CopySamples(rows, batch);
            use(start, batch);
            GC.KeepAlive(batch);
        }
    }
}
