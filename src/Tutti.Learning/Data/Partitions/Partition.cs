using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Tutti.Learning.Data.Partitions;

/// <summary>
/// Which rows of a data set belong to which of N parts: to the workers, clients or hospitals that hold them. No part is empty. A row may be
/// in several parts, in none, or several times in one, where the scheme draws with replacement. <see cref="Partitions"/> makes them, by
/// schemes. Immutable and thread-safe.
/// </summary>
public sealed partial class Partition
{
    private readonly int[][] parts;

    /// <summary>Takes parts as they are.</summary>
    /// <param name="sampleCount">How many rows the data set has; at least 1.</param>
    /// <param name="parts">The row numbers of each part, 0 … sampleCount − 1; copied.</param>
    /// <param name="scheme">What made the parts, for records. Default: <c>given</c>.</param>
    /// <param name="names">The parts' names; null, the default: their numbers.</param>
    /// <exception cref="ArgumentException">
    /// No parts, an empty one, no such row, or names that do not fit; the message says which.
    /// </exception>
    public Partition(int sampleCount, IEnumerable<IReadOnlyList<int>> parts, string scheme = "given", IReadOnlyList<string>? names = null)
        : this(sampleCount, Copy(parts), scheme, names)
    {
    }

    private Partition(int sampleCount, int[][] parts, string scheme, IReadOnlyList<string>? names)
    {
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        Check(sampleCount, parts);
        if (names is not null && names.Count != parts.Length)
            throw new ArgumentException($"Partition: the names do not fit. Got {names.Count} names for {parts.Length} parts. Expected one a part.");
        SampleCount = sampleCount;
        this.parts = parts;
        Scheme = scheme;
        Names = names is null ? [.. Enumerable.Range(0, parts.Length).Select(part => $"{part}")] : [.. names];
        RowCount = checked((int)parts.Sum(rows => (long)rows.Length));
    }

    /// <summary>How many rows the data set has.</summary>
    public int SampleCount { get; }

    /// <summary>N, how many parts there are; at least 1.</summary>
    public int PartCount => parts.Length;

    /// <summary>How many rows all parts have together, each counted as often as it occurs.</summary>
    public int RowCount { get; }

    /// <summary>What made the parts, such as <c>dirichlet</c>.</summary>
    public string Scheme { get; }

    /// <summary>The names of the parts; their numbers where they have no others.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>
    /// SHA-256 of the parts, in lower-case hexadecimal: of each its length and its row numbers, as 32-bit little-endian numbers. Computed anew each time.
    /// </summary>
    public string Digest
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var rows in parts)
            {
                hash.AppendData(BitConverter.GetBytes(rows.Length));
                hash.AppendData(MemoryMarshal.AsBytes<int>(rows));
            }
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }

    /// <summary>The row numbers of a part: ascending, or in the order they were drawn in where the scheme draws with replacement.</summary>
    /// <param name="part">The part, 0 … PartCount − 1.</param>
    /// <returns>A view; nothing is copied.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such part.</exception>
    public ReadOnlySpan<int> Rows(int part) => (uint)part < (uint)parts.Length ? parts[part] : throw new ArgumentOutOfRangeException(
        nameof(part), part, $"Partition: no such part. Got {part}. Expected 0 to {parts.Length - 1}.");

    /// <summary>A part as a source of its own, whose row r is the part's r-th.</summary>
    /// <param name="source">The data set that the partition was made for.</param>
    /// <param name="part">The part, 0 … PartCount − 1.</param>
    /// <returns>A view.</returns>
    /// <exception cref="ArgumentException">The source has another number of samples, or there is no such part.</exception>
    public SourceSubset View(ISampleSource source, int part)
    {
        ArgumentNullException.ThrowIfNull(source);
        CheckFits(source.Count);
        return new SourceSubset(source, Rows(part));
    }

    /// <summary>Makes a partition from the part of each row; every row is in exactly one.</summary>
    internal static Partition FromPartOfRow(ReadOnlySpan<int> partOfRow, int partCount, string scheme, IReadOnlyList<string>? names = null)
    {
        var sizes = new int[partCount];
        foreach (var part in partOfRow) sizes[part]++;
        var parts = Array.ConvertAll(sizes, size => new int[size]);
        Array.Clear(sizes);
        for (var row = 0; row < partOfRow.Length; row++) parts[partOfRow[row]][sizes[partOfRow[row]]++] = row;
        return new Partition(partOfRow.Length, parts, scheme, names);
    }

    internal static Partition FromTrusted(int sampleCount, int[][] parts, string scheme) => new(sampleCount, parts, scheme, null);

    internal void CheckFits(int sampleCount)
    {
        if (sampleCount != SampleCount)
            throw new ArgumentException(
                $"Partition: it was made for another data set. Got one of {sampleCount} samples. Expected {SampleCount}.");
    }

    private static int[][] Copy(IEnumerable<IReadOnlyList<int>> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return [.. parts.Select(rows => rows.ToArray())];
    }

    private static void Check(int sampleCount, int[][] parts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleCount, 1);
        if (parts.Length == 0) throw new ArgumentException("Partition: there are no parts. Expected at least one.");
        for (var part = 0; part < parts.Length; part++)
        {
            if (parts[part].Length == 0)
                throw new ArgumentException(
                    $"Partition: a part would be empty. Got part {part} of {parts.Length} without rows, of {sampleCount} samples. " +
                    "Expected at least one row in each. Ask for fewer parts, another seed or another scheme.");
            foreach (var row in parts[part])
                if ((uint)row >= (uint)sampleCount)
                    throw new ArgumentException($"Partition: no such row. Got {row} in part {part}. Expected 0 to {sampleCount - 1}.");
        }
    }
}
