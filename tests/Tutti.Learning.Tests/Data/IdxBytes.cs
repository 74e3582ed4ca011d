using System.Buffers.Binary;
using System.IO.Compression;

namespace Tutti.Learning.Tests.Data;

/// <summary>IDX files in memory, whole or broken.</summary>
internal static class IdxBytes
{
    public static byte[] Images(int count, int rows, int columns, params byte[] pixels) => [.. Header(0x0803, count, rows, columns), .. pixels];

    public static byte[] Labels(int count, params byte[] labels) => [.. Header(0x0801, count), .. labels];

    public static byte[] Header(params int[] numbers)
    {
        var bytes = new byte[4 * numbers.Length];
        for (var index = 0; index < numbers.Length; index++) BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 * index), numbers[index]);
        return bytes;
    }

    public static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(content);
        return packed.ToArray();
    }

    /// <summary>Writes a data set of 2 × 2 images: the four files, with as many samples as labels are given.</summary>
    public static void WriteFolder(string folder, byte[] trainLabels, byte[] testLabels)
    {
        Directory.CreateDirectory(folder);
        foreach (var (part, labels) in new[] { ("train", trainLabels), ("t10k", testLabels) })
        {
            byte[] pixels = [.. labels.SelectMany((label, index) => new byte[] { label, (byte)index, 0, 255 })];
            File.WriteAllBytes(Path.Combine(folder, $"{part}-images-idx3-ubyte"), Images(labels.Length, 2, 2, pixels));
            File.WriteAllBytes(Path.Combine(folder, $"{part}-labels-idx1-ubyte.gz"), Gzip(Labels(labels.Length, labels)));
        }
    }
}
