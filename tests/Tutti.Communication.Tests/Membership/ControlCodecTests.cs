using Tutti.Communication.Membership;

namespace Tutti.Communication.Tests.Membership;

public sealed class ControlCodecTests
{
    private const int Count = 50_000;

    public static TheoryData<int> Messages => [.. Enumerable.Range(0, ControlMessages.OfEveryKind.Length)];

    [Theory, MemberData(nameof(Messages))]
    public void Decode_OfWhatWasEncoded_GivesTheSameAgain(int index)
    {
        var message = ControlMessages.OfEveryKind[index];
        var frame = ControlCodec.Encode(message);
        Assert.Equal(frame.Length - ControlCodec.HeaderBytes, ControlCodec.ReadHeader(frame, out var kind));
        var decoded = ControlCodec.Decode(kind, frame.AsSpan(ControlCodec.HeaderBytes));
        Assert.Equivalent(message, decoded, strict: true);
        Assert.Equal(frame, ControlCodec.Encode(decoded));
    }

    [Fact]
    public void Messages_OfEveryKind_AreCovered()
    {
        var all = typeof(ControlMessage).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ControlMessage)));
        Assert.Empty(all.Except(ControlMessages.OfEveryKind.Select(message => message.GetType())));
    }

    [Theory, MemberData(nameof(Messages))]
    public void Decode_CutAnywhere_IsRefused(int index)
    {
        var frame = ControlCodec.Encode(ControlMessages.OfEveryKind[index]);
        for (var length = 0; length < frame.Length - ControlCodec.HeaderBytes; length++)
            Assert.Throws<InvalidDataException>(() => ControlCodec.Decode(frame[3], frame.AsSpan(ControlCodec.HeaderBytes, length)));
    }

    [Theory]
    [InlineData("5443010300000080", "announces 2147483648 bytes, more than 1048576")]
    [InlineData("5443010701000004", "announces 67108865 bytes, more than 67108864")]
    [InlineData("5443010100001000", null)]
    [InlineData("5443010101001000", "announces 1048577 bytes")]
    [InlineData("5443016300000000", "kind 99 is unknown")]
    [InlineData("5443020100000000", "its first bytes are 54430201")]
    [InlineData("4745542000000000", "its first bytes are 47455420")]
    public void ReadHeader_OfABadFrame_SaysWhatIsWrong(string header, string? problem)
    {
        var error = Record.Exception(() => ControlCodec.ReadHeader(Convert.FromHexString(header), out _));
        if (problem is null) Assert.Null(error);
        else Assert.Contains(problem, Assert.IsType<InvalidDataException>(error).Message);
    }

    [Fact]
    public void Encode_TooLargeAResult_IsRefusedHere() =>
        Assert.Throws<InvalidDataException>(() => ControlCodec.Encode(new LeaveMessage(new byte[ControlCodec.MaxResultBytes])));

    [Fact]
    public void Decode_MutatedFrames_AcceptsOrThrowsTheDocumentedException()
    {
        var fuzz = new ControlFuzz(seed: 20_260_101);

        Assert.Null(fuzz.Run(Count));
        // Both outcomes occur, or the mutations would be worthless.
        Assert.InRange(fuzz.Accepted, Count / 1000, Count * 3 / 4);
        Assert.InRange(fuzz.LargestAllocation, 1, ControlFuzz.AllocationLimit);
    }
}
