using System.Buffers.Binary;
using Tutti.Communication.Collectives;
using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Tests.Transports.Messages;

public sealed class HeaderCodecTests
{
    private static readonly MessageHeader Example = new(
        MessageKind.Collective, 7, 123_456_789_012, 5,
        new CollectiveHeader(CollectiveOperation.AllReduce, ElementKind.Float, 1000, 1, 0xFEDCBA9876543210, ReductionKind.Max),
        1L << 30, 3);

    [Fact]
    public void Write_Header_LaysFieldsOutAsDocumented()
    {
        var bytes = Write(Example);
        Assert.Equal("TUT1"u8.ToArray(), bytes[..4]);
        Assert.Equal([1, (byte)CollectiveOperation.AllReduce, (byte)ElementKind.Float, (byte)ReductionKind.Max], bytes[4..8]);
        Assert.Equal((7, 5), (BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8)),
            BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(12))));
        long[] wide = [123_456_789_012, 1000, 1, unchecked((long)0xFEDCBA9876543210), 1L << 30];
        for (var field = 0; field < wide.Length; field++)
            Assert.Equal(wide[field], BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(16 + 8 * field)));
        Assert.Equal(3u, BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(56)));
    }

    [Fact]
    public void Read_WhatWasWritten_GivesItBack()
    {
        foreach (var kind in Enum.GetValues<MessageKind>())
        {
            var carries = kind is MessageKind.Collective or MessageKind.PointToPoint;
            var header = Example with { Kind = kind, PayloadBytes = carries ? 12 : 0, Piece = -1, Number = -5 };
            Assert.Equal(HeaderProblem.None, HeaderCodec.Read(Write(header), 3, out var read));
            Assert.Equal(header, read);
        }
    }

    [Fact]
    public void Read_OneBitFlippedAnywhere_Refuses()
    {
        var bytes = Write(Example);
        for (var bit = 0; bit < 8 * MessageHeader.Bytes; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(HeaderProblem.None, HeaderCodec.Read(bytes, 3, out _));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Read_SoundChecksumOverSenselessFields_NamesTheProblem()
    {
        Assert.Equal(HeaderProblem.Length, Problem(Example with { PayloadBytes = (1L << 30) + 1 }));
        Assert.Equal(HeaderProblem.Length, Problem(Example with { PayloadBytes = -1 }));
        Assert.Equal(HeaderProblem.Length, Problem(Example with { Kind = MessageKind.Notice, PayloadBytes = 1 }));
        Assert.Equal(HeaderProblem.Kind, Problem(Example with { Kind = 0 }));
        Assert.Equal(HeaderProblem.Kind, Problem(Example with { Kind = (MessageKind)5 }));
        Assert.Equal(HeaderProblem.Contract, Problem(Example with { Contract = new((CollectiveOperation)200) }));
        Assert.Equal(HeaderProblem.Contract, Problem(Example with { Contract = new(CollectiveOperation.Receive) }));
        Assert.Equal(HeaderProblem.Contract, Problem(Example with { Contract = new(CollectiveOperation.Barrier, (ElementKind)12) }));
        Assert.Equal(
            HeaderProblem.Contract, Problem(Example with { Contract = new(CollectiveOperation.Barrier, Reduction: (ReductionKind)7) }));
        Assert.Equal(HeaderProblem.Generation, Problem(Example with { Generation = 4 }));
        Assert.Equal(HeaderProblem.Magic, HeaderCodec.Read(new byte[64], 0, out _));
    }

    private static HeaderProblem Problem(MessageHeader header) => HeaderCodec.Read(Write(header), 3, out _);

    private static byte[] Write(MessageHeader header)
    {
        var bytes = new byte[MessageHeader.Bytes];
        HeaderCodec.Write(header, bytes);
        return bytes;
    }
}
