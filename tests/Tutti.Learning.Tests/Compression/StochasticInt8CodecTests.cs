using Tutti.Learning.Compression;

namespace Tutti.Learning.Tests.Compression;

public sealed class StochasticInt8CodecTests : GradientCodecConformance
{
    private protected override IGradientCodec Create() =>
        new Int8Codec(new Int8CodecOptions { IsStochastic = true, BlockSize = 100, Seed = 1 });
}
