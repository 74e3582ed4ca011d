using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Tutti.Learning.Compression;

/// <summary>
/// Each value as IEEE 754 binary16, rounded to nearest even: 2 bytes a value, exactly. Finite values beyond ±65,504 become ±65,504; NaN
/// stays NaN (one, without payload) and infinities stay. Values are not scaled: below 2⁻¹⁴ they lose digits, and up to 2⁻²⁵ they
/// become 0. As gradients are stored in Micikevicius et al. (2018), "Mixed precision training". Thread-safe.
/// </summary>
public sealed class HalfCodec : IGradientCodec
{
    // 65,504 and half a unit: from here on rounding gives infinity.
    private const float FirstOverflow = 65520;
    private const ushort Infinity = 0x7C00, QuietNaN = 0x7E00, SizeBits = 0x7FFF;

    /// <inheritdoc/>
    public string Name => "half";

    /// <inheritdoc/>
    public int MaximumEncodedBytes(int count) => CodecChecks.Bytes(Name, count, (long)count * sizeof(ushort));

    /// <inheritdoc/>
    public int Encode(ReadOnlySpan<float> values, Span<byte> encoded, ulong logicalId)
    {
        var bytes = MaximumEncodedBytes(values.Length);
        CodecChecks.Room(Name, values.Length, encoded.Length, bytes);
        if (values.IsEmpty) return 0;
        var words = MemoryMarshal.Cast<byte, ushort>(encoded[..bytes]);
        TensorPrimitives.ConvertToHalf(values, MemoryMarshal.Cast<ushort, Half>(words));
        // A comparison with NaN is false.
        if (!(MathF.Abs(TensorPrimitives.MaxMagnitude(values)) < FirstOverflow)) Saturate(values, words);
        if (!BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(words, words);
        return bytes;
    }

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> encoded, Span<float> values)
    {
        CodecChecks.Length(Name, values.Length, encoded.Length, MaximumEncodedBytes(values.Length));
        if (BitConverter.IsLittleEndian) TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(encoded), values);
        else for (var i = 0; i < values.Length; i++) values[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(encoded[(2 * i)..]);
    }

    // The payload of NaN depends on how a processor converts.
    private static void Saturate(ReadOnlySpan<float> values, Span<ushort> words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (float.IsNaN(values[i])) words[i] = QuietNaN;
            else if ((words[i] & SizeBits) == Infinity && float.IsFinite(values[i])) words[i]--;
        }
    }
}
