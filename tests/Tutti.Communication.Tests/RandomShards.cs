namespace Tutti.Communication.Tests;

/// <summary>Values of many magnitudes, whose sum shows the order of the additions.</summary>
internal static class RandomShards
{
    internal static float[][] Make(int shardCount, int count)
    {
        var random = new Random(shardCount);
        return [.. Enumerable.Range(0, shardCount).Select(_ =>
            Enumerable.Range(0, count).Select(_ => (random.NextSingle() - 0.5f) * MathF.Pow(10, random.Next(-3, 4))).ToArray())];
    }
}
