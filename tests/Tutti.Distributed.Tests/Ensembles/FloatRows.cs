using Tutti.Learning.Data;
using Tutti.Tensors;

namespace Tutti.Distributed.Tests.Ensembles;

/// <summary>Samples from an array, without targets.</summary>
internal sealed class FloatRows(Shape shape, float[] values) : ISampleSource
{
    public int Count => values.Length / shape.ElementCount;

    public Shape SampleShape => shape;

    /// <summary>Samples [i, 0] for i = 0 … count − 1.</summary>
    public static FloatRows Counting(int count) => new([2], [.. Enumerable.Range(0, 2 * count).Select(i => i % 2 == 0 ? i / 2f : 0)]);

    public void CopySamples(ReadOnlySpan<int> rows, Tensor destination)
    {
        var size = shape.ElementCount;
        for (var i = 0; i < rows.Length; i++)
            values.AsSpan(rows[i] * size, size).CopyTo(destination.AsSpan<float>().Slice(i * size, size));
    }

    public void CopyTargets(ReadOnlySpan<int> rows, Tensor destination) => throw new NotSupportedException();
}
