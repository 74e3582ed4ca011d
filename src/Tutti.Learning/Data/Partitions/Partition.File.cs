using System.Text.Json;
using Tutti.Storage.Files;

namespace Tutti.Learning.Data.Partitions;

public sealed partial class Partition
{
    /// <summary>
    /// Writes the row numbers as JSON, with the digest of the data set they belong to; the previous file survives a failure.
    /// </summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="data">The data set that the partition was made for.</param>
    /// <exception cref="ArgumentException">The data set has another number of samples.</exception>
    /// <exception cref="IOException">The file could not be written.</exception>
    public void Write(string path, ClassificationDataset data)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(data);
        CheckFits(data.Count);
        var content = new PartitionFile(PartitionFile.CurrentFormat, Scheme, new PartitionedData(data.Name, data.Digest, data.Count), [.. Names], parts);
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, content, PartitionFile.Json));
    }

    /// <summary>Reads what <see cref="Write"/> wrote, for the same data set; everything is checked.</summary>
    /// <param name="path">The file.</param>
    /// <param name="data">The data set; its digest must be the one in the file.</param>
    /// <returns>The partition.</returns>
    /// <exception cref="InvalidDataException">No partition, a broken one, or one of another data set; the message names both.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Partition Read(string path, ClassificationDataset data)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(data);
        var content = PartitionFile.Read(path);
        if (content.Data.Digest != data.Digest || content.Data.Count != data.Count)
            throw new InvalidDataException(
                $"Partition: '{path}' was made for another data set. Got '{data.Name}' ({data.Count} samples, digest {data.Digest}). " +
                $"Expected '{content.Data.Name}' ({content.Data.Count} samples, digest {content.Data.Digest}). Make a partition of this data set.");
        try
        {
            return new Partition(content.Data.Count, content.Parts, content.Scheme, content.Names);
        }
        catch (ArgumentException cause)
        {
            throw new InvalidDataException($"Partition: '{path}' is broken. {cause.Message}", cause);
        }
    }
}
