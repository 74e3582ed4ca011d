using System.Globalization;
using Tutti.Tensors.Random;

namespace Tutti.Learning.Data.Partitions;

public static partial class Partitions
{
    private const int MostAttempts = 1000;

    private static CounterRandom Begin(ulong seed, PartitionScheme scheme, int attempt = 0) =>
        new(seed, RandomPurpose.Partitioning, (ulong)scheme << 32 | (uint)attempt);

    private static void Check(int available, int partCount, string what)
    {
        if (partCount < 1 || partCount > available)
            throw new ArgumentOutOfRangeException(nameof(partCount), partCount,
                $"Partitions: an impossible number of parts. Got {partCount} for {available} {what}. " +
                (available > 0 ? $"Expected 1 to {available}, so that no part is empty." : $"Expected some {what}."));
    }

    private static void CheckDraw(int sampleCount, int partCount, double alpha, int minSize)
    {
        if (!double.IsFinite(alpha) || alpha <= 0)
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha,
                $"Partitions: no concentration of a Dirichlet distribution. Got alpha {Text(alpha)}. Expected a finite number greater than 0.");
        if (minSize < 1 || (long)minSize * partCount > sampleCount)
            throw new ArgumentOutOfRangeException(nameof(minSize), minSize,
                $"Partitions: an impossible least size. Got {minSize} rows in each of {partCount} parts, and {sampleCount} samples. " +
                $"Expected 1 to {sampleCount / partCount}.");
    }

    private static ArgumentException NoDraw(int partCount, double alpha, int minSize) => new(
        $"Partitions: none of {MostAttempts} draws gave every part enough rows. Got alpha {Text(alpha)} for {partCount} parts of at least " +
        $"{minSize}. Expected a milder skew. Raise alpha, lower the least size, or ask for fewer parts.");

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
