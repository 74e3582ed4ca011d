using Tutti.Distributed.Ensembles.Remote;

namespace Tutti.Distributed.Tests.Ensembles.Remote;

public sealed class AnswerBodyTests
{
    [Fact]
    public void Read_OfWhatWriteGives_IsTheValues()
    {
        double[] values = [0, 0.25, 1, double.Epsilon, -1e300];

        var body = AnswerBody.Write(values);

        Assert.Equal(values, AnswerBody.Read(body, 5));
        Assert.Equal(AnswerBody.Bytes(5), body.Length);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Read_OfAValueThatIsNotFinite_IsRefused(double value)
    {
        var refusal = Assert.Throws<InvalidDataException>(() => AnswerBody.Read(AnswerBody.Write([1, value]), 2));

        Assert.Contains("for sample 1", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Read_OfAnotherNumberOfValues_IsRefused(int expected)
    {
        var refusal = Assert.Throws<InvalidDataException>(() => AnswerBody.Read(AnswerBody.Write([1, 2]), expected));

        Assert.Contains($"Got 2. Expected {expected}.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfMutatedBodies_RefusesAllThatDiffer()
    {
        var body = AnswerBody.Write([0.5, 0.25, 1]);

        foreach (var changed in BodyMutations.Of(body, 5000, seed: 2))
            if (!changed.AsSpan().SequenceEqual(body)) Assert.Throws<InvalidDataException>(() => AnswerBody.Read(changed, 3));
    }
}
