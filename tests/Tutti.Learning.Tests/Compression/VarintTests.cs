using Tutti.Learning.Compression;

namespace Tutti.Learning.Tests.Compression;

public sealed class VarintTests
{
    [Theory]
    [InlineData(0u, "00")]
    [InlineData(127u, "7F")]
    [InlineData(128u, "8001")]
    [InlineData(16383u, "FF7F")]
    [InlineData(16384u, "808001")]
    [InlineData(uint.MaxValue, "FFFFFFFF0F")]
    public void Write_AndTryRead_AgreeOnTheFewestBytes(uint value, string expected)
    {
        Span<byte> bytes = stackalloc byte[Varint.MaximumBytes];
        var written = Varint.Write(value, bytes);
        Assert.Equal(expected, Convert.ToHexString(bytes[..written]));

        var position = 0;
        Assert.True(Varint.TryRead(bytes[..written], ref position, out var read));
        Assert.Equal((value, written), (read, position));
    }

    [Theory]
    [InlineData("")]
    [InlineData("80")]
    [InlineData("8000")]
    [InlineData("FFFFFFFF1F")]
    [InlineData("FFFFFFFFFF01")]
    public void TryRead_WhatIsNotWritten_StaysWhereItIs(string bytes)
    {
        var position = 0;
        Assert.False(Varint.TryRead(Convert.FromHexString(bytes), ref position, out _));
        Assert.Equal(0, position);
    }
}
