using Tutti.Communication.Membership;

namespace Tutti.Communication.Tests.Membership;

/// <summary>
/// Random damage to valid frames: the decoder either accepts, and then encoding the message again gives the same bytes, or throws the one
/// documented exception; no case may allocate more than a limit. The same seed makes the same cases.
/// </summary>
/// <remarks>For long runs: <c>dotnet run -c Release --project benchmarks/Tutti.Benchmarks -- fuzz control 10000000</c>.</remarks>
internal sealed class ControlFuzz(int seed)
{
    /// <summary>What one case may allocate: frames are below 4 KB, and each byte costs less than 16.</summary>
    public const long AllocationLimit = 1 << 16;

    private static readonly byte[][] Seeds = [.. ControlMessages.OfEveryKind.Select(ControlCodec.Encode)];

    private static readonly byte[][] Pieces =
    [
        [0], [0xFF], [0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 0x80], [0xFF, 0xFF, 0xFF, 0xFF], [1, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 1],
        [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0, 0, 0, 0, 0, 0, 0, 0x80],
    ];

    private readonly System.Random random = new(seed);

    public long Accepted { get; private set; }

    public long LargestAllocation { get; private set; }

    /// <summary>Runs cases.</summary>
    /// <returns>Null, or the first case that went wrong, in words.</returns>
    public string? Run(long count)
    {
        for (long number = 0; number < count; number++)
        {
            var frame = Mutate();
            if (Check(frame) is { } problem) return $"case {number}: {problem}\n{Convert.ToHexString(frame)}";
        }

        return null;
    }

    private string? Check(byte[] frame)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        ControlMessage? message = null;
        string? problem = null;
        try
        {
            var length = ControlCodec.ReadHeader(frame, out var kind);
            // What a connection reads next is what the header announces; here the frame has what it has.
            message = ControlCodec.Decode(kind,
                frame.AsSpan(ControlCodec.HeaderBytes, Math.Min(length, frame.Length - ControlCodec.HeaderBytes)));
        }
        catch (InvalidDataException)
        {
        }
        catch (Exception cause)
        {
            problem = $"{cause.GetType()}: {cause.Message}";
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        LargestAllocation = Math.Max(LargestAllocation, allocated);
        if (allocated > AllocationLimit) problem ??= $"{allocated} bytes allocated";
        if (message is null) return problem;
        Accepted++;
        var again = ControlCodec.Encode(message);
        // The header's length may promise more than this frame holds.
        return again.AsSpan(8).SequenceEqual(frame.AsSpan(8, Math.Min(again.Length, frame.Length) - 8)) ? problem
            : "it is encoded otherwise than it came";
    }

    private byte[] Mutate()
    {
        var frame = new List<byte>(Seeds[random.Next(Seeds.Length)]);
        for (var changes = random.Next(1, 4); changes > 0; changes--) ChangeOnce(frame);
        while (frame.Count < ControlCodec.HeaderBytes) frame.Add((byte)random.Next(256));
        // Mostly the length fits, or nothing behind it would be looked at.
        if (random.Next(8) != 0)
            BitConverter.TryWriteBytes(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(frame)[4..8], frame.Count - 8);
        return [.. frame];
    }

    private void ChangeOnce(List<byte> frame)
    {
        if (frame.Count == 0) frame.Add(0);
        var at = random.Next(10) == 0 ? random.Next(Math.Min(8, frame.Count)) : random.Next(frame.Count);
        var length = Math.Min(random.Next(1, 12), frame.Count - at);
        switch (random.Next(7))
        {
            case 0: frame[at] = (byte)random.Next(256); break;
            case 1: frame[at] ^= (byte)(1 << random.Next(8)); break;
            case 2: frame.RemoveRange(at, length); break;
            case 3: frame.InsertRange(random.Next(frame.Count), frame.GetRange(at, length)); break;
            case 4: frame.InsertRange(at, Pieces[random.Next(Pieces.Length)]); break;
            case 5: frame.RemoveRange(at, frame.Count - at); break;
            default: Overwrite(frame, at, Pieces[random.Next(Pieces.Length)]); break;
        }
    }

    private static void Overwrite(List<byte> frame, int at, byte[] piece)
    {
        for (var index = 0; index < piece.Length && at + index < frame.Count; index++) frame[at + index] = piece[index];
    }
}
