namespace Tutti.Learning.Data.Sources.Arrays;

/// <summary>What an <c>.npz</c> file may cost.</summary>
public sealed record NpzOptions
{
    /// <summary>
    /// The most bytes that all arrays together may unpack to: at least 1, default 4 GB. It is compared with the sizes that the file
    /// declares before anything is unpacked, and no array may unpack to more than it declares.
    /// </summary>
    public long MaximumUnpackedBytes { get; init; } = 1L << 32;
}
