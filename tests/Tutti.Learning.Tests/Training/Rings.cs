using Tutti.Learning.Data;
using Tutti.Tensors.Random;

namespace Tutti.Learning.Tests.Training;

/// <summary>Points on three rings around the origin, a class each.</summary>
internal static class Rings
{
    internal static ClassificationDataset Make(int count)
    {
        var random = new CounterRandom(1, RandomPurpose.Synthetic);
        var samples = new float[2 * count];
        var labels = new byte[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = (byte)(i % 3);
            var (sine, cosine) = MathF.SinCos(2 * MathF.PI * random.NextSingle());
            var radius = 0.5f + labels[i] + 0.05f * random.NextNormal();
            (samples[2 * i], samples[2 * i + 1]) = (radius * cosine, radius * sine);
        }
        return ClassificationDataset.FromFloats("rings", samples, labels, [2], ["inner", "middle", "outer"], new Standardization(0, 1));
    }
}
