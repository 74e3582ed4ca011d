using Tutti.Learning.Data;

namespace Tutti.Server.Tests.Ensembles;

/// <summary>Samples of two elements.</summary>
internal static class Samples
{
    /// <summary>[i, 0] for i = 0 … count − 1.</summary>
    internal static ISampleSource Counting(int count) => ClassificationDataset.FromFloats(
        "counting", [.. Enumerable.Range(0, 2 * count).Select(i => i % 2 == 0 ? i / 2f : 0)], new byte[count], [2], ["only"], Standardization.None);
}
