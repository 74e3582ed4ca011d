using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace Tutti.Communication.Membership;

/// <summary>
/// Reads the parts of a frame. What is not exactly as <see cref="FrameWriter"/> writes it is refused with
/// <see cref="InvalidDataException"/>, before memory is taken for it.
/// </summary>
internal ref struct FrameReader(ReadOnlySpan<byte> frame, string kind)
{
    private ReadOnlySpan<byte> rest = frame;

    internal byte Byte() => Take(1)[0];

    internal bool Flag() => Byte() switch
    {
        0 => false,
        1 => true,
        var other => Fail<bool>($"a flag is {other}"),
    };

    internal int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    internal long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    internal int Int(int minimum, int maximum)
    {
        var value = Int();
        return value >= minimum && value <= maximum ? value : Fail<int>($"a number is {value}, outside {minimum} to {maximum}");
    }

    internal long Long(long minimum)
    {
        var value = Long();
        return value >= minimum ? value : Fail<long>($"a number is {value}, below {minimum}");
    }

    internal int? OptionalInt() => Int(-1, int.MaxValue) is var value and >= 0 ? value : null;

    internal string Text()
    {
        var bytes = Take(Int(0, ControlCodec.MaxBytes));
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Fail<string>("a text is not UTF-8");
    }

    internal byte[] Bytes() => Take(Int(0, ControlCodec.MaxResultBytes)).ToArray();

    /// <summary>How many items follow: no more than the rest of the frame can hold.</summary>
    internal int Count(int itemBytes) => Int(0, rest.Length / itemBytes);

    internal readonly void End()
    {
        if (rest.Length > 0) Fail<int>($"{rest.Length} bytes follow its end");
    }

    [DoesNotReturn]
    internal readonly T Fail<T>(string problem) => throw ControlCodec.Refuse($"{kind}: {problem}");

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > rest.Length) Fail<int>($"it ends {count - rest.Length} bytes early");
        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }
}
