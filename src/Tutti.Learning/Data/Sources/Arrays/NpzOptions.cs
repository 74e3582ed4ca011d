namespace Tutti.Learning.Data.Sources.Arrays;

/// <summary>What of an <c>.npz</c> file is read, and what it may cost.</summary>
public sealed record NpzOptions
{
    /// <summary>
    /// The most bytes that all arrays together may unpack to: at least 1, default 4 GB. It is compared with the sizes that the file
    /// declares before anything is unpacked, and no array may unpack to more than it declares.
    /// </summary>
    public long MaximumUnpackedBytes { get; init; } = 1L << 32;

    /// <summary>The arrays to read, where the file has them; the others are not looked at. Null, the default: all.</summary>
    public IReadOnlyCollection<string>? Names { get; init; }
}
