using System.Buffers.Binary;
using System.Text;

namespace Tutti.Communication.Membership;

/// <summary>Writes the parts of a frame, little endian, into memory that grows.</summary>
internal struct FrameWriter
{
    private byte[] bytes;
    private int length;

    internal FrameWriter(int reserved)
    {
        bytes = new byte[Math.Max(256, reserved)];
        length = reserved;
    }

    internal readonly Span<byte> Written => bytes.AsSpan(0, length);

    internal readonly byte[] ToArray() => bytes.AsSpan(0, length).ToArray();

    internal void Byte(byte value) => Take(1)[0] = value;

    internal void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    internal void Int(int value) => BinaryPrimitives.WriteInt32LittleEndian(Take(4), value);

    internal void Long(long value) => BinaryPrimitives.WriteInt64LittleEndian(Take(8), value);

    /// <summary>A number that is not negative, or its absence.</summary>
    internal void OptionalInt(int? value) => Int(value ?? -1);

    internal void Text(string value)
    {
        var count = Encoding.UTF8.GetByteCount(value);
        Int(count);
        Encoding.UTF8.GetBytes(value, Take(count));
    }

    internal void Bytes(ReadOnlySpan<byte> value)
    {
        Int(value.Length);
        value.CopyTo(Take(value.Length));
    }

    private Span<byte> Take(int count)
    {
        var needed = checked(length + count);
        if (needed > bytes.Length) Array.Resize(ref bytes, Math.Max(needed, (int)Math.Min(2L * bytes.Length, Array.MaxLength)));
        var taken = bytes.AsSpan(length, count);
        length = needed;
        return taken;
    }
}
