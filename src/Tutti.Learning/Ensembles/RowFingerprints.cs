using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Tutti.Learning.Data;
using Tutti.Learning.Data.Partitions;

namespace Tutti.Learning.Ensembles;

/// <summary>
/// What makes rows the same for the leak guard: their content, so that a copy of a row is that row wherever it stands, or numbers of your
/// own, such as patients, so that a patient's other rows are the same too. Targets do not count. Immutable and thread-safe.
/// </summary>
public sealed class RowFingerprints
{
    private readonly UInt128[] values;
    private readonly Lazy<string> digest;

    private RowFingerprints(UInt128[] values, bool areContents)
    {
        (this.values, AreContents) = (values, areContents);
        digest = new Lazy<string>(() => Convert.ToHexStringLower(SHA256.HashData(
            [AreContents ? (byte)1 : (byte)0, .. MemoryMarshal.AsBytes(this.values.AsSpan())])));
    }

    /// <summary>How many rows there are.</summary>
    public int Count => values.Length;

    /// <summary>Whether rows are the same by content; else by numbers that were given.</summary>
    public bool AreContents { get; }

    /// <summary>SHA-256 over the fingerprints of all rows in order, 64 lower-case hexadecimal digits.</summary>
    public string Digest => digest.Value;

    internal ReadOnlySpan<UInt128> Values => values;

    /// <summary>Fingerprints of contents: the first half of SHA-256 of each sample as a model gets it. Reads all samples once.</summary>
    /// <param name="samples">The samples; targets are not looked at.</param>
    /// <returns>One fingerprint a sample.</returns>
    public static RowFingerprints Of(ISampleSource samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return new RowFingerprints(IdenticalSamples.Hash(samples), areContents: true);
    }

    /// <summary>Fingerprints that are numbers of your own.</summary>
    /// <param name="numbers">One a row; rows with the same number are the same, for instance those of a patient.</param>
    /// <returns>One fingerprint a row.</returns>
    public static RowFingerprints OfNumbers(ReadOnlySpan<long> numbers)
    {
        var values = new UInt128[numbers.Length];
        for (var row = 0; row < values.Length; row++) values[row] = (ulong)numbers[row];
        return new RowFingerprints(values, areContents: false);
    }

    /// <summary>Those of some rows.</summary>
    /// <param name="rows">Row numbers, in any order, repeated or not.</param>
    /// <returns>One fingerprint a row number.</returns>
    /// <exception cref="IndexOutOfRangeException">There is no such row.</exception>
    public RowFingerprints Select(ReadOnlySpan<int> rows)
    {
        var chosen = new UInt128[rows.Length];
        for (var index = 0; index < chosen.Length; index++) chosen[index] = values[rows[index]];
        return new RowFingerprints(chosen, AreContents);
    }

    internal static RowFingerprints FromTrusted(UInt128[] values, bool areContents) => new(values, areContents);
}
