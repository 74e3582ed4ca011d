using System.Buffers.Binary;
using System.Security.Cryptography;
using Tutti.Learning.Modules;
using Tutti.Tensors;

namespace Tutti.Learning.Data.Partitions;

/// <summary>Finds different rows of different parts whose samples are the same, byte for byte.</summary>
internal static class IdenticalSamples
{
    private const int RowsAtATime = 256;

    /// <summary>How many rows have the sample of a different row in another part.</summary>
    internal static int Count(Partition partition, ISampleSource source)
    {
        var hashes = Hash(source);
        var rowsOfContent = Enumerable.Range(0, hashes.Length).GroupBy(row => hashes[row]).Where(rows => rows.Skip(1).Any()).ToArray();
        if (rowsOfContent.Length == 0) return 0;
        var partsOfRow = PartsOf(partition, rowsOfContent.SelectMany(rows => rows));
        return rowsOfContent.Sum(rows => CountAcross(rows.Select(row => partsOfRow[row])));
    }

    // As soon as rows of one content are in two parts, each of them has another row in a part that is not, or not only, its own.
    private static int CountAcross(IEnumerable<HashSet<int>> partsOfRows)
    {
        var held = partsOfRows.Where(parts => parts.Count > 0).ToArray();
        return held.Length > 1 && held.SelectMany(parts => parts).Distinct().Skip(1).Any() ? held.Length : 0;
    }

    private static Dictionary<int, HashSet<int>> PartsOf(Partition partition, IEnumerable<int> rows)
    {
        var partsOfRow = rows.ToDictionary(row => row, _ => new HashSet<int>());
        for (var part = 0; part < partition.PartCount; part++)
            foreach (var row in partition.Rows(part))
                if (partsOfRow.TryGetValue(row, out var parts)) parts.Add(part);
        return partsOfRow;
    }

    // Half of SHA-256: collisions are as unlikely as broken hardware.
    internal static UInt128[] Hash(ISampleSource source)
    {
        var hashes = new UInt128[source.Count];
        var digest = new byte[SHA256.HashSizeInBytes];
        for (var first = 0; first < hashes.Length; first += RowsAtATime)
        {
            var rows = Enumerable.Range(first, Math.Min(RowsAtATime, hashes.Length - first)).ToArray();
            var samples = Tensor.Zeros(Shape.Create([rows.Length, .. source.SampleShape]), source.SampleType);
            source.CopySamples(rows, samples);
            var bytes = ModuleWeights.BytesOf(samples);
            var width = bytes.Length / rows.Length;
            for (var index = 0; index < rows.Length; index++)
            {
                SHA256.HashData(bytes.Slice(index * width, width), digest);
                hashes[first + index] = BinaryPrimitives.ReadUInt128LittleEndian(digest);
            }
        }
        return hashes;
    }
}
