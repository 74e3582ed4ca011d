using BenchmarkDotNet.Attributes;
using Tutti.Learning.Compression;
using Tutti.Tensors.Random;

namespace Tutti.Benchmarks.Compression;

/// <summary>Codecs for gradients, in cache and beyond; the baseline copies.</summary>
[MemoryDiagnoser]
public class CodecBenchmarks
{
    private IGradientCodec codec = null!;
    private ErrorFeedback feedback = null!;
    private float[] values = [], decoded = [];
    private byte[] encoded = [], kept = [];

    [Params("half", "int8", "top-k")]
    public string Codec { get; set; } = "";

    [Params(4_000, 1_000_000)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        codec = GradientCompression.Parse(Codec).CreateCodec()!;
        feedback = new ErrorFeedback(codec, Length);
        (values, decoded, encoded) = (new float[Length], new float[Length], new byte[codec.MaximumEncodedBytes(Length)]);
        var random = new CounterRandom(1, RandomPurpose.Synthetic);
        foreach (ref var value in values.AsSpan()) value = random.NextNormal();
        kept = encoded[..codec.Encode(values, encoded, 0)];
    }

    [Benchmark(Baseline = true)]
    public void Copy() => values.AsSpan().CopyTo(decoded);

    [Benchmark]
    public int Encode() => codec.Encode(values, encoded, 0);

    [Benchmark]
    public void Decode() => codec.Decode(kept, decoded);

    [Benchmark]
    public int EncodeWithErrorFeedback() => feedback.Encode(values, encoded, 0);
}
