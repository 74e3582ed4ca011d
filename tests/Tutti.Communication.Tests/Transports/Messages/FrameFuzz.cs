using System.Numerics;
using System.Runtime.InteropServices;
using Tutti.Communication.Collectives;
using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Tests.Transports.Messages;

/// <summary>
/// Random damage to streams of valid frames, which come in pieces: the reader either delivers and keeps messages, or throws the one
/// documented exception; it keeps no more than its limit, writes nowhere but into the memory of a transfer, and allocates no more than a
/// limit. The same seed makes the same cases.
/// </summary>
/// <remarks>For long runs: <c>dotnet run -c Release --project benchmarks/Tutti.Benchmarks -- fuzz frames 10000000</c>.</remarks>
internal sealed unsafe class FrameFuzz : IDisposable
{
    /// <summary>What one case may allocate: kept messages, the reader, an exception.</summary>
    public const long AllocationLimit = 1 << 16;

    private const long KeptLimit = 8 << 10;
    private const int TargetBytes = 300;
    private const byte Guard = 0xA5;

    private static readonly byte[][] Pieces =
    [
        [0], [0xFF], [0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 0x80], [0, 0, 0, 0x40, 0, 0, 0, 0], [1, 0, 0, 0x40, 0, 0, 0, 0],
        [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], "TUT1"u8.ToArray(), [1], [2], [3], [4], [5], new byte[64],
    ];

    private readonly System.Random random;
    private readonly ScriptedLink link;
    private readonly byte* target = (byte*)NativeMemory.Alloc(2 * TargetBytes);
    private readonly Transfer[] transfers = [new(), new(), new()];

    internal FrameFuzz(int seed)
    {
        random = new System.Random(seed);
        link = new ScriptedLink(random);
    }

    /// <summary>Streams that were read to their end.</summary>
    public long Accepted { get; private set; }

    public long LargestAllocation { get; private set; }

    /// <summary>Runs cases.</summary>
    /// <returns>Null, or the first case that went wrong, in words.</returns>
    public string? Run(long count)
    {
        for (long number = 0; number < count; number++)
        {
            var stream = Mutate();
            if (Check(stream) is { } problem) return $"case {number}: {problem}\n{Convert.ToHexString(stream)}";
        }

        return null;
    }

    public void Dispose() => NativeMemory.Free(target);

    private string? Check(byte[] stream)
    {
        new Span<byte>(target, 2 * TargetBytes).Fill(Guard);
        var before = GC.GetAllocatedBytesForCurrentThread();
        link.Give(stream);
        var reader = new LinkReader(link, 1, 0, KeptLimit, bufferBytes: 256);
        var problem = Read(reader);
        if (reader.KeptBytes > KeptLimit) problem ??= $"{reader.KeptBytes} bytes kept";
        reader.Clear();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        LargestAllocation = Math.Max(LargestAllocation, allocated);
        if (allocated > AllocationLimit) problem ??= $"{allocated} bytes allocated";
        // Each transfer may fill its part; what lies behind is nobody's.
        return new ReadOnlySpan<byte>(target + TargetBytes, TargetBytes).ContainsAnyExcept(Guard)
            ? problem ?? "written behind a transfer's memory" : problem;
    }

    private string? Read(LinkReader reader)
    {
        try
        {
            for (var index = 0; index < transfers.Length; index++) Post(reader, index);
            while (reader.Read(null))
            {
            }

            Accepted++;
            return null;
        }
        catch (LinkException)
        {
            return null;
        }
        catch (Exception cause)
        {
            return $"{cause.GetType()}: {cause.Message}";
        }
    }

    private void Post(LinkReader reader, int index)
    {
        transfers[index].Header = Header(index);
        transfers[index].Address = (nint)(target + index * (TargetBytes / transfers.Length));
        reader.Add(transfers[index]);
    }

    private static MessageHeader Header(int index) => index switch
    {
        0 => new(MessageKind.Collective, 1, 7, 0, new CollectiveHeader(CollectiveOperation.Broadcast, ElementKind.Byte, 90), 90),
        1 => new(MessageKind.Collective, 1, 8, 0, new CollectiveHeader(CollectiveOperation.Barrier), 0),
        2 => new(MessageKind.PointToPoint, 1, 3, 0, new CollectiveHeader(CollectiveOperation.Send, ElementKind.Int, 25, 3), 100),
        3 => new(MessageKind.Notice, 1, 8, 0, new CollectiveHeader(CollectiveOperation.Barrier), 0),
        4 => new(MessageKind.Collective, 2, 1, 0,
            new CollectiveHeader(CollectiveOperation.AllReduce, ElementKind.Float, 500, Reduction: ReductionKind.Sum), 2000),
        _ => new(MessageKind.Farewell, 0, 0, 0, default, 0),
    };

    private byte[] Mutate()
    {
        var stream = new List<byte>();
        for (var frames = random.Next(1, 6); frames > 0; frames--)
        {
            var header = Header(random.Next(6));
            var start = stream.Count;
            CollectionsMarshal.SetCount(stream, start + MessageHeader.Bytes + (int)header.PayloadBytes);
            HeaderCodec.Write(header, CollectionsMarshal.AsSpan(stream)[start..]);
            // Damage within a header, and its checksum made right again, so that the fields behind it are looked at.
            if (random.Next(3) == 0) DamageHeader(CollectionsMarshal.AsSpan(stream).Slice(start, MessageHeader.Bytes));
        }

        for (var changes = random.Next(0, 3); changes > 0; changes--) ChangeOnce(stream);
        return [.. stream];
    }

    private void DamageHeader(Span<byte> header)
    {
        var piece = Pieces[random.Next(Pieces.Length - 1)];
        piece.CopyTo(header[random.Next(4, 60 - piece.Length + 1)..]);
        var crc = uint.MaxValue;
        for (var index = 0; index < 60; index++) crc = BitOperations.Crc32C(crc, header[index]);
        BitConverter.TryWriteBytes(header[60..], ~crc);
    }

    private void ChangeOnce(List<byte> stream)
    {
        if (stream.Count == 0) stream.Add(0);
        var at = random.Next(stream.Count);
        var length = Math.Min(random.Next(1, 100), stream.Count - at);
        switch (random.Next(6))
        {
            case 0: stream[at] = (byte)random.Next(256); break;
            case 1: stream[at] ^= (byte)(1 << random.Next(8)); break;
            case 2: stream.RemoveRange(at, length); break;
            case 3: stream.InsertRange(random.Next(stream.Count), stream.GetRange(at, length)); break;
            case 4: stream.InsertRange(at, Pieces[random.Next(Pieces.Length)]); break;
            default: stream.RemoveRange(at, stream.Count - at); break;
        }
    }
}
