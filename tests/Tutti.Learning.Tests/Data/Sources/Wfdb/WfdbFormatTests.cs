using Tutti.Learning.Data.Sources.Wfdb;

namespace Tutti.Learning.Tests.Data.Sources.Wfdb;

public sealed class WfdbFormatTests
{
    [Theory]
    [InlineData(16, 16)]
    [InlineData(24, 24)]
    [InlineData(32, 32)]
    [InlineData(61, 16)]
    [InlineData(80, 8)]
    [InlineData(160, 16)]
    [InlineData(212, 12)]
    [InlineData(310, 10)]
    [InlineData(311, 10)]
    public void Unpack_AnyNumberOfSamples_GivesThemBack(int format, int bits)
    {
        var (least, greatest) = ((int)-(1L << bits - 1), (int)((1L << bits - 1) - 1));
        int[] all = [least, greatest, -1, 0, 1, greatest - 5, least + 7, 85, -86];
        for (var count = 0; count <= all.Length; count++)
        {
            var packed = WfdbPacking.Pack(format, all[..count]);
            Assert.Equal(packed.Length, WfdbFormat.BytesOf(format, count));
            // Two samples of formats 310 and 311 take as many bytes as three.
            Assert.Equal(count + (bits == 10 && count % 3 == 2 ? 1 : 0), WfdbFormat.SamplesIn(format, packed.Length));

            var samples = new int[count];
            WfdbFormat.Unpack(format, packed, samples);

            Assert.Equal(all[..count], samples);
        }
        Assert.Equal(least, WfdbFormat.MissingIn(format));
    }

    // Three samples 1, 2, −1 in formats 310 and 311 as PhysioNet's signal(5) lays out their bits.
    [Theory]
    [InlineData(310, new byte[] { 0x02, 0xF8, 0x04, 0xF8 })]
    [InlineData(311, new byte[] { 0x01, 0x08, 0xF0, 0x3F })]
    [InlineData(212, new byte[] { 0x01, 0x00, 0x02, 0xFF, 0x0F })]
    public void Unpack_KnownBytes_GivesKnownSamples(int format, byte[] bytes)
    {
        var samples = new int[3];

        WfdbFormat.Unpack(format, bytes, samples);

        Assert.Equal([1, 2, -1], samples);
    }

    [Fact]
    public void Unpack_Differences_StayDifferences()
    {
        var samples = new int[3];

        WfdbFormat.Unpack(8, [1, 0xFF, 0x80], samples);

        Assert.Equal([1, -1, -128], samples);
    }
}
