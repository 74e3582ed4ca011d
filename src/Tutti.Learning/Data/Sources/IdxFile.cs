namespace Tutti.Learning.Data.Sources;

/// <summary>
/// Reads IDX files as MNIST has them (Y. LeCun: "The MNIST database", the section on file formats), plain or compressed with gzip,
/// whichever their first bytes say. The memory used grows with what the file really holds, whatever its header says.
/// </summary>
public static class IdxFile
{
    private const int LabelsMagic = 0x0801, ImagesMagic = 0x0803;

    /// <summary>Reads an image file: magic number 2051, count, rows, columns, then one byte a pixel.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sha256">The expected SHA-256 of the unpacked file in hexadecimal; null to trust the file.</param>
    /// <returns>The images.</returns>
    /// <exception cref="InvalidDataException">The file is no such file, too short, too long, or has another checksum.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IdxImages ReadImages(string path, string? sha256 = null)
    {
        using var reader = new IdxReader(path);
        var (count, rows, columns) = (reader.ReadHeader(ImagesMagic, "images"), reader.ReadSize("rows"), reader.ReadSize("columns"));
        var pixels = reader.ReadRest((long)count * rows, columns);
        reader.CheckDigest(sha256);
        return new IdxImages(count, rows, columns, pixels);
    }

    /// <summary>Reads a label file: magic number 2049, count, then one byte a label.</summary>
    /// <param name="path">The file.</param>
    /// <param name="classCount">How many classes there are, 1 to 256: labels are 0 … classCount − 1.</param>
    /// <param name="sha256">The expected SHA-256 of the unpacked file in hexadecimal; null to trust the file.</param>
    /// <returns>The labels; owned by the caller.</returns>
    /// <exception cref="InvalidDataException">
    /// The file is no such file, too short, too long, has another checksum, or a label is out of range.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static byte[] ReadLabels(string path, int classCount = 256, string? sha256 = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classCount, 256);
        using var reader = new IdxReader(path);
        var labels = reader.ReadRest(reader.ReadHeader(LabelsMagic, "labels"), 1);
        reader.CheckDigest(sha256);
        if (classCount == 256) return labels;
        var index = labels.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(classCount - 1));
        if (index < 0) return labels;
        throw new InvalidDataException(
            $"IdxFile: label {index} of '{path}' is out of range. Got {labels[index]}. Expected 0 to {classCount - 1}. " +
            "Check that the file belongs to this data set.");
    }
}
