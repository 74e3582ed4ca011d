using Tutti.Distributed.Ensembles;
using Tutti.Distributed.Ensembles.Remote;

namespace Tutti.Distributed.Tests.Ensembles.Remote;

public sealed class ChunkBodyTests
{
    [Fact]
    public void Read_OfWhatWriteGives_IsTheChunk()
    {
        var chunk = new SampleChunk([2, 3], new float[] { 1, -0f, float.Epsilon, float.MaxValue, 5, 6, 7, 8, 9, 10, 11, 12 });

        var read = ChunkBody.Read(ChunkBody.Write(chunk));

        Assert.True(read.SampleShape == [2, 3]);
        Assert.Equal(2, read.Count);
        Assert.Equal(chunk.Values.ToArray().Select(BitConverter.SingleToInt32Bits), read.Values.ToArray().Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void Write_OfAScalarSample_IsWhatTheProtocolSays()
    {
        var body = ChunkBody.Write(new SampleChunk([], new float[] { 1 }));

        Assert.Equal("54 54 48 4B 01 00 00 00 01 00 00 00", BitConverter.ToString(body, 0, 12).Replace('-', ' '));
        Assert.Equal([0, 0, 0x80, 0x3F], body[44..]);
        Assert.Equal(48, body.Length);
    }

    [Fact]
    public void Read_OfMutatedBodies_RefusesAllThatDiffer()
    {
        var body = ChunkBody.Write(new SampleChunk([3], new float[] { 1, 2, 3, 4, 5, 6 }));

        foreach (var changed in BodyMutations.Of(body, 5000, seed: 1))
        {
            if (changed.AsSpan().SequenceEqual(body)) continue;
            var refusal = Assert.Throws<InvalidDataException>(() => ChunkBody.Read(changed));
            Assert.StartsWith("Chunk: ", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Read_OfAnAnswer_SaysItIsOfAnotherKind()
    {
        var refusal = Assert.Throws<InvalidDataException>(() => ChunkBody.Read(AnswerBody.Write([1])));

        Assert.Contains("of another kind", refusal.Message, StringComparison.Ordinal);
    }
}
