using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Tutti.Learning.Compression;

/// <summary>
/// The k values of the largest size, exactly, and where they are; the others decode as 0. Of equal sizes those of lower index are kept; NaN
/// counts as larger than infinity. Lin et al. (2018), "Deep gradient compression", with the exact threshold in place of a sampled one;
/// with <see cref="ErrorFeedback"/> Stich et al. (2018), "Sparsified SGD with memory". Four passes over the values, whatever they
/// are. Not thread-safe.
/// </summary>
public sealed class TopKCodec : IGradientCodec
{
    private const uint SizeBits = 0x7FFF_FFFF;
    private const int UpperBits = 11, LowerBits = 10;

    private readonly double share;
    private readonly int? fixedCount;
    private readonly int[] histogram = new int[1 << UpperBits];

    /// <summary>Makes the codec.</summary>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all problems.</exception>
    public TopKCodec(TopKCodecOptions? options = null)
    {
        options ??= new TopKCodecOptions();
        options.ThrowIfInvalid();
        (share, fixedCount) = (options.Share, options.Count);
    }

    /// <inheritdoc/>
    public string Name => "top-k";

    /// <summary>k: how many of so many values are kept.</summary>
    /// <param name="count">How many values there are, at least 0.</param>
    /// <returns>At least 1 and at most <paramref name="count"/>; 0 of none.</returns>
    public int KeptCount(int count) => Math.Min(count, fixedCount ?? Math.Max(1, (int)Math.Round(share * count)));

    /// <inheritdoc/>
    /// <remarks>
    /// k values of 4 bytes and k gaps. Gaps and kept values are count numbers at most, so at most count / 128 gaps need a second byte,
    /// count / 2¹⁴ a third, and so on.
    /// </remarks>
    public int MaximumEncodedBytes(int count)
    {
        var kept = KeptCount(count);
        var bytes = (long)kept * (sizeof(float) + 1);
        for (var bits = 7; bits < 32; bits += 7) bytes += Math.Min(kept, count >> bits);
        return CodecChecks.Bytes(Name, count, bytes);
    }

    /// <inheritdoc/>
    public int Encode(ReadOnlySpan<float> values, Span<byte> encoded, ulong logicalId)
    {
        CodecChecks.Room(Name, values.Length, encoded.Length, MaximumEncodedBytes(values.Length));
        if (values.IsEmpty) return 0;
        var kept = KeptCount(values.Length);
        var sizes = MemoryMarshal.Cast<float, uint>(values);
        var (threshold, ties) = Select(sizes, kept);
        var (written, end, after) = (0, sizeof(float) * kept, 0);
        for (var i = 0; written < kept; i++)
        {
            var size = sizes[i] & SizeBits;
            if (size < threshold || size == threshold && ties-- <= 0) continue;
            BinaryPrimitives.WriteSingleLittleEndian(encoded[(sizeof(float) * written++)..], values[i]);
            end += Varint.Write((uint)(i - after), encoded[end..]);
            after = i + 1;
        }
        return end;
    }

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> encoded, Span<float> values)
    {
        var kept = KeptCount(values.Length);
        if (encoded.Length < (long)kept * (sizeof(float) + 1) || encoded.Length > MaximumEncodedBytes(values.Length))
            throw Refuse("the length does not fit", $"{encoded.Length} bytes",
                $"{(long)kept * (sizeof(float) + 1)} to {MaximumEncodedBytes(values.Length)} for {kept} of {values.Length} values");
        var gaps = encoded[(sizeof(float) * kept)..];
        CheckGaps(gaps, kept, values.Length);
        values.Clear();
        var (position, index) = (0, -1);
        for (var i = 0; i < kept; i++)
        {
            Varint.TryRead(gaps, ref position, out var gap);
            index += 1 + (int)gap;
            values[index] = BinaryPrimitives.ReadSingleLittleEndian(encoded[(sizeof(float) * i)..]);
        }
    }

    /// <summary>The k-th largest size, and how many values of exactly this size are among the k.</summary>
    private (uint Threshold, int Ties) Select(ReadOnlySpan<uint> sizes, int kept)
    {
        var (known, left) = (0u, kept);
        foreach (var (shift, bits) in (ReadOnlySpan<(int, int)>)[(2 * LowerBits, UpperBits), (LowerBits, LowerBits), (0, LowerBits)])
        {
            Array.Clear(histogram);
            var mask = (1u << bits) - 1;
            foreach (var value in sizes)
            {
                var size = value & SizeBits;
                if (size >> (shift + bits) == known) histogram[(size >> shift) & mask]++;
            }
            var digit = mask;
            while (histogram[digit] < left) left -= histogram[digit--];
            known = known << bits | digit;
        }
        return (known, left);
    }

    // Each index is more than the one before by the form of gaps; that none is beyond the values is checked here.
    private void CheckGaps(ReadOnlySpan<byte> gaps, int kept, int count)
    {
        var (position, index) = (0, -1L);
        for (var i = 0; i < kept; i++)
        {
            var start = position;
            if (!Varint.TryRead(gaps, ref position, out var gap))
                throw Refuse($"gap {i} is no number", $"{gaps.Length - start} bytes from byte {start} of the gaps on", "the fewest of 1 to 5");
            // In 64 bits: the largest gap and 1 are 0 in 32.
            index += 1L + gap;
            if (index >= count) throw Refuse($"index {i} is beyond the values", $"{index}", $"less than {count}");
        }
        if (position != gaps.Length) throw Refuse("bytes follow the last gap", $"{gaps.Length} bytes of gaps", $"{position}");
    }

    private InvalidDataException Refuse(string problem, string got, string expected) => CodecChecks.Refuse(Name, problem, got, expected);
}
