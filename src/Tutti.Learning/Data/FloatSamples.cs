using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Tutti.Learning.Data;

/// <summary>Samples of floats.</summary>
internal sealed class FloatSamples(float[] values, Standardization standardization) : SampleStore(standardization)
{
    private readonly bool isIdentity = standardization == Standardization.None;

    public override string TypeName => "f32";

    public override int Length => values.Length;

    public override void Copy(int row, Span<float> destination)
    {
        var source = values.AsSpan(row * destination.Length, destination.Length);
        if (isIdentity)
        {
            source.CopyTo(destination);
            return;
        }
        var (mean, deviation) = Standardization;
        for (var index = 0; index < source.Length; index++) destination[index] = (source[index] - mean) / deviation;
    }

    public override void AppendTo(IncrementalHash hash) => hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan()));
}
