using Tutti.Tensors;

namespace Tutti.Learning.Data;

/// <summary>Samples whose target is the sample itself: what an autoencoder learns from. The source's own targets are left aside.</summary>
public sealed class ReconstructionSource : ISampleSource
{
    private readonly ISampleSource source;

    /// <summary>Looks at a source.</summary>
    /// <param name="source">Where the samples come from; Float32.</param>
    /// <exception cref="ArgumentException">The samples are indices, which cannot be reconstructed as values.</exception>
    public ReconstructionSource(ISampleSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.SampleType != ElementType.Float32)
            throw new ArgumentException(
                $"ReconstructionSource: the samples are no values. Got {source.SampleType}. Expected Float32.", nameof(source));
        this.source = source;
    }

    /// <inheritdoc/>
    public int Count => source.Count;

    /// <inheritdoc/>
    public Shape SampleShape => source.SampleShape;

    /// <inheritdoc/>
    public Shape TargetShape => source.SampleShape;

    /// <inheritdoc/>
    public ElementType TargetType => ElementType.Float32;

    /// <inheritdoc/>
    public void CopySamples(ReadOnlySpan<int> rows, Tensor destination) => source.CopySamples(rows, destination);

    /// <inheritdoc/>
    public void CopyTargets(ReadOnlySpan<int> rows, Tensor destination) => source.CopySamples(rows, destination);
}
