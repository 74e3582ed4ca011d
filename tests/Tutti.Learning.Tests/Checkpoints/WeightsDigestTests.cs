using System.Security.Cryptography;
using Tutti.Learning.Checkpoints;
using Tutti.Tensors;

namespace Tutti.Learning.Tests.Checkpoints;

public sealed class WeightsDigestTests
{
    [Fact]
    public void Of_OneTensor_IsTheDocumentedHash()
    {
        byte[] data = [1, 2, 3, 4, 5, 6, 7, 8];
        byte[] hashed = [2, 0, 0, 0, 0xC3, 0xA4, (byte)'F', (byte)'3', (byte)'2', 2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, .. data];

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(hashed)), WeightsDigest.Of([new("ä", ElementType.Float32, [1, 2])], _ => data));
    }

    [Fact]
    public void Of_AnyDifference_IsAnotherDigest()
    {
        string[] digests =
        [
            Of(new byte[8], new SafetensorsEntry("a", ElementType.Float32, [2])),
            Of([0, 0, 0, 0, 0, 0, 0, 1], new SafetensorsEntry("a", ElementType.Float32, [2])),
            Of(new byte[8], new SafetensorsEntry("b", ElementType.Float32, [2])),
            Of(new byte[8], new SafetensorsEntry("a", ElementType.Float64, [1])),
            Of(new byte[8], new SafetensorsEntry("a", ElementType.Int64, [1])),
            Of(new byte[8], new SafetensorsEntry("a", ElementType.Float32, [2, 1])),
            Of(new byte[4], new SafetensorsEntry("a", ElementType.Float32, [1]), new SafetensorsEntry("b", ElementType.Float32, [1])),
            Of(new byte[4], new SafetensorsEntry("b", ElementType.Float32, [1]), new SafetensorsEntry("a", ElementType.Float32, [1])),
            Of([]),
        ];

        Assert.Equal(digests.Length, digests.Distinct().Count());
    }

    [Fact]
    public void Of_DataOfAnotherLength_NamesTheTensor()
    {
        var error = Assert.Throws<ArgumentException>(() => Of(new byte[5], new SafetensorsEntry("0.weight", ElementType.Float32, [1])));

        Assert.Contains("'0.weight'", error.Message);
    }

    private static string Of(byte[] data, params SafetensorsEntry[] entries) => WeightsDigest.Of(entries, _ => data);
}
