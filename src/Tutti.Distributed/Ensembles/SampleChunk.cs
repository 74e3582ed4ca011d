using Tutti.Tensors;

namespace Tutti.Distributed.Ensembles;

/// <summary>Samples on their way to a node: Float32, one after the other. Immutable as long as nobody writes its values.</summary>
public sealed class SampleChunk
{
    /// <summary>Makes a chunk over memory that nobody writes any more.</summary>
    /// <param name="sampleShape">The shape of one sample, at least one element.</param>
    /// <param name="values">Whole samples, at least one.</param>
    /// <exception cref="ArgumentException">The values are not one or more whole samples.</exception>
    public SampleChunk(Shape sampleShape, ReadOnlyMemory<float> values)
    {
        if (values.Length == 0 || sampleShape.ElementCount == 0 || values.Length % sampleShape.ElementCount != 0)
            throw new ArgumentException(
                $"SampleChunk: values are not whole samples. Got {values.Length} values for samples of shape {sampleShape}. " +
                "Expected one or more samples.", nameof(values));
        (SampleShape, Values) = (sampleShape, values);
    }

    /// <summary>The shape of one sample.</summary>
    public Shape SampleShape { get; }

    /// <summary>All samples, one after the other.</summary>
    public ReadOnlyMemory<float> Values { get; }

    /// <summary>How many samples there are.</summary>
    public int Count => Values.Length / SampleShape.ElementCount;
}
