using System.Security.Cryptography;

namespace Tutti.Learning.Data;

/// <summary>All samples of a data set in one array of one element type.</summary>
internal abstract class SampleStore(Standardization standardization)
{
    public Standardization Standardization { get; } = standardization;

    public abstract string TypeName { get; }

    public abstract int Length { get; }

    /// <summary>Copies sample <paramref name="row"/>, as long as the destination, standardised. The row was checked.</summary>
    public abstract void Copy(int row, Span<float> destination);

    public abstract void AppendTo(IncrementalHash hash);
}
