using Tutti.Learning.Data;

namespace Tutti.Learning.Tests.Detection;

/// <summary>Usual samples are sums of a few slow waves; unusual ones have a fast wave besides.</summary>
internal static class Waves
{
    public const int Length = 24;

    public static ClassificationDataset Make(int count, int seed, bool areUsual = true)
    {
        var random = new Random(seed);
        var values = new float[count * Length];
        for (var row = 0; row < count; row++)
        {
            var (a, b) = (random.NextDouble() + 0.5, random.NextDouble() - 0.5);
            for (var i = 0; i < Length; i++)
            {
                var angle = 2 * Math.PI * i / Length;
                var fast = areUsual ? 0 : Math.Sin(9 * angle);
                values[row * Length + i] =
                    (float)(a * Math.Sin(angle) + b * Math.Cos(2 * angle) + fast + 0.05 * (random.NextDouble() - 0.5));
            }
        }
        return ClassificationDataset.FromFloats("waves", values, new byte[count], [Length], ["only"], Standardization.None);
    }
}
