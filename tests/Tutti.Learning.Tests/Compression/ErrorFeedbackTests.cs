using Tutti.Learning.Compression;

namespace Tutti.Learning.Tests.Compression;

public sealed class ErrorFeedbackTests
{
    public static TheoryData<string> Words => ["half", "int8", "int8 stochastic", "top-k"];

    [Theory]
    [MemberData(nameof(Words))]
    public void Encode_ManySteps_LosesNothingButRounding(string word)
    {
        const int Count = 500, Steps = 200;
        var codec = Make(word);
        var feedback = new ErrorFeedback(codec, Count);
        var (given, decoded, largest) = (new double[Count], new double[Count], 0f);
        for (var step = 0; step < Steps; step++)
        {
            var values = CodecValues.Normal(Count, (ulong)step);
            for (var i = 0; i < Count; i++)
            {
                given[i] += values[i];
                largest = MathF.Max(largest, MathF.Abs(values[i] + feedback.Residual[i]));
            }
            var part = CodecValues.Decode(codec, Encode(feedback, values, (ulong)step), Count);
            for (var i = 0; i < Count; i++) decoded[i] += part[i];
        }

        // A step rounds once in the sum and, where rounding was not to the nearest, once in the difference: 2⁻²⁴ of the largest each.
        var bound = 2 * Steps * Math.Pow(2, -24) * largest;
        for (var i = 0; i < Count; i++) Assert.Equal(given[i], decoded[i] + feedback.Residual[i], bound);
        Assert.Contains(feedback.Residual.ToArray(), lost => lost != 0);
    }

    [Fact]
    public void Encode_ShardsWhoseLargestValuesCancel_LearnOnlyWithTheMemory()
    {
        // Least squares: shard s wants w = targets[s], together the mean. Value 0 is the largest of both, and always cancels.
        const int Count = 100;
        var wanted = CodecValues.Normal(Count);
        float[][] targets = [[.. wanted], [.. wanted]];
        (targets[0][0], targets[1][0], wanted[0]) = (10, -10, 0);
        var codec = new TopKCodec(new TopKCodecOptions { Share = 0.01 });

        var without = Learn(targets, values => CodecValues.RoundTrip(codec, values));
        ErrorFeedback[] memories = [new(codec, Count), new(codec, Count)];
        var shard = 0;
        var with = Learn(targets, values => CodecValues.Decode(codec, Encode(memories[shard++ % 2], values, 0), Count));

        var start = Distance(new float[Count], wanted);
        Assert.Equal(start, Distance(without, wanted));
        Assert.InRange(Distance(with, wanted), 0, 0.05 * start);
    }

    [Fact]
    public void Restore_AnotherOwner_GoesOnWithTheSameBytes()
    {
        var first = new ErrorFeedback(new Int8Codec(), 300);
        Encode(first, CodecValues.Normal(300, 1), 0);
        var second = new ErrorFeedback(new Int8Codec(), 300);
        second.Restore(first.Residual);

        Assert.Equal(Encode(first, CodecValues.Normal(300, 2), 0), Encode(second, CodecValues.Normal(300, 2), 0));
        Assert.Equal(first.Residual.ToArray(), second.Residual.ToArray());
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void Encode_NotFinite_IsSentButNotRemembered(string word)
    {
        var codec = Make(word);
        var feedback = new ErrorFeedback(codec, 300);
        var values = CodecValues.Normal(300);
        (values[7], values[8]) = (float.NaN, float.NegativeInfinity);

        var decoded = CodecValues.Decode(codec, Encode(feedback, values, 0), 300);

        Assert.Equal((false, false), (float.IsFinite(decoded[7]), float.IsFinite(decoded[8])));
        Assert.Equal((0f, 0f), (feedback.Residual[7], feedback.Residual[8]));
        Assert.All(feedback.Residual.ToArray(), lost => Assert.True(float.IsFinite(lost)));
    }

    [Fact]
    public void Encode_WithoutRoom_LeavesTheResidual()
    {
        var feedback = new ErrorFeedback(new HalfCodec(), 10);
        Encode(feedback, CodecValues.Normal(10), 0);
        var before = feedback.Residual.ToArray();

        Assert.Throws<ArgumentException>(() => feedback.Encode(CodecValues.Normal(10), new byte[19], 0));

        Assert.Equal(before, feedback.Residual.ToArray());
    }

    [Fact]
    public void LengthsAndValues_ThatDoNotFit_AreRefused()
    {
        var feedback = new ErrorFeedback(new HalfCodec(), 2);
        Assert.Throws<ArgumentException>(() => feedback.Encode([1], new byte[8], 0));
        Assert.Throws<ArgumentException>(() => feedback.Restore([1, 2, 3]));
        Assert.Throws<ArgumentException>(() => feedback.Restore([1, float.NaN]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ErrorFeedback(new HalfCodec(), -1));
        Assert.Equal([0f, 0f], feedback.Residual.ToArray());
    }

    [Fact]
    public void Encode_NoValues_GivesNoBytes() => Assert.Empty(Encode(new ErrorFeedback(new TopKCodec(), 0), [], 0));

    [Fact]
    public void Encode_AfterTheFirstCall_AllocatesNothing()
    {
        var feedback = new ErrorFeedback(new Int8Codec(), 1000);
        var (values, encoded) = (CodecValues.Normal(1000), new byte[2000]);
        feedback.Encode(values, encoded, 0);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 5; i++) feedback.Encode(values, encoded, 0);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static IGradientCodec Make(string word) => word switch
    {
        "half" => new HalfCodec(),
        "int8" => new Int8Codec(),
        "int8 stochastic" => new Int8Codec(new Int8CodecOptions { IsStochastic = true }),
        _ => new TopKCodec(),
    };

    private static byte[] Encode(ErrorFeedback feedback, float[] values, ulong id)
    {
        var encoded = new byte[4 * values.Length + 64];
        return encoded[..feedback.Encode(values, encoded, id)];
    }

    private static float[] Learn(float[][] targets, Func<float[], float[]> send)
    {
        const int Steps = 10_000;
        const float LearningRate = 0.002f;
        var weights = new float[targets[0].Length];
        for (var step = 0; step < Steps; step++)
        {
            var sent = targets.Select(target => send([.. weights.Zip(target, (weight, value) => weight - value)])).ToArray();
            for (var i = 0; i < weights.Length; i++) weights[i] -= LearningRate * sent.Sum(values => values[i]) / targets.Length;
        }
        return weights;
    }

    private static double Distance(float[] values, float[] others) =>
        Math.Sqrt(values.Zip(others, (value, other) => Math.Pow((double)value - other, 2)).Sum());
}
