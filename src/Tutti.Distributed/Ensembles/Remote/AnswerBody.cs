using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Tutti.Distributed.Ensembles.Remote;

/// <summary>What a node answers, a Float64 a sample, as bytes.</summary>
internal static class AnswerBody
{
    private const uint Magic = 0x53415454;   // "TTAS"
    private const string What = "Answer";

    /// <summary>How long the answer for so many samples is.</summary>
    internal static long Bytes(int count) => BinaryBody.HeaderBytes(0) + sizeof(double) * (long)count;

    internal static byte[] Write(ReadOnlySpan<double> values)
    {
        var body = BinaryBody.Begin(Magic, [], values.Length, sizeof(double) * (long)values.Length);
        var payload = MemoryMarshal.Cast<byte, ulong>(body.AsSpan(BinaryBody.HeaderBytes(0)));
        var bits = MemoryMarshal.Cast<double, ulong>(values);
        if (BitConverter.IsLittleEndian) bits.CopyTo(payload);
        else BinaryPrimitives.ReverseEndianness(bits, payload);
        BinaryBody.Seal(body, 0);
        return body;
    }

    /// <exception cref="InvalidDataException">The bytes are not what <see cref="Write"/> gives, or other than one finite value a
    /// sample.</exception>
    internal static double[] Read(ReadOnlySpan<byte> body, int expectedCount)
    {
        var (count, _) = BinaryBody.Open(What, Magic, body, 0, sizeof(double));
        if (count != expectedCount)
            throw new InvalidDataException($"{What}: another number of values than samples. Got {count}. Expected {expectedCount}.");
        var bits = MemoryMarshal.Cast<byte, ulong>(body[BinaryBody.HeaderBytes(0)..]);
        var values = new double[count];
        var target = MemoryMarshal.Cast<double, ulong>(values.AsSpan());
        if (BitConverter.IsLittleEndian) bits.CopyTo(target);
        else BinaryPrimitives.ReverseEndianness(bits, target);
        var wrong = Array.FindIndex(values, value => !double.IsFinite(value));
        if (wrong >= 0) throw new InvalidDataException($"{What}: a value is not finite. Got {values[wrong]} for sample {wrong}. " +
            $"Expected numbers.");
        return values;
    }
}
