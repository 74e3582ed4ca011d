using Tutti.Learning.Compression;
using Tutti.Tensors.Random;

namespace Tutti.Learning.Tests.Compression;

/// <summary>Values for codecs to lose something of.</summary>
internal static class CodecValues
{
    internal static float[] Normal(int count, ulong id = 0)
    {
        var random = new CounterRandom(7, RandomPurpose.Synthetic, id);
        var values = new float[count];
        foreach (ref var value in values.AsSpan()) value = random.NextNormal();
        return values;
    }

    /// <summary>Any bit patterns that are finite numbers: every exponent, subnormals among them.</summary>
    internal static float[] AnyFinite(int count, ulong id = 0)
    {
        var random = new CounterRandom(8, RandomPurpose.Synthetic, id);
        var values = new float[count];
        foreach (ref var value in values.AsSpan())
        {
            do value = BitConverter.UInt32BitsToSingle(random.NextUInt32());
            while (!float.IsFinite(value));
        }
        return values;
    }

    internal static byte[] Encode(IGradientCodec codec, ReadOnlySpan<float> values, ulong logicalId = 0)
    {
        var encoded = new byte[codec.MaximumEncodedBytes(values.Length)];
        return encoded[..codec.Encode(values, encoded, logicalId)];
    }

    internal static float[] Decode(IGradientCodec codec, byte[] encoded, int count)
    {
        var values = new float[count];
        Array.Fill(values, 1234);
        codec.Decode(encoded, values);
        return values;
    }

    internal static float[] RoundTrip(IGradientCodec codec, float[] values, ulong logicalId = 0) =>
        Decode(codec, Encode(codec, values, logicalId), values.Length);
}
