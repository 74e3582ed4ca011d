using System.Security.Cryptography;
using Tutti.Tensors;

namespace Tutti.Learning.Data;

/// <summary>
/// Samples with one class each, in memory. Samples are kept as they came, as bytes or floats, and standardised when they are copied.
/// Immutable and thread-safe; the arrays it was made from are borrowed and must not change.
/// </summary>
public sealed class ClassificationDataset : ISampleSource
{
    private readonly SampleStore samples;
    private readonly byte[] labels;
    private readonly Lazy<string> digest;

    private ClassificationDataset(string name, SampleStore samples, byte[] labels, Shape sampleShape, IReadOnlyList<string> classNames)
    {
        Name = name;
        this.samples = samples;
        this.labels = labels;
        SampleShape = sampleShape;
        ClassNames = [.. classNames];
        CheckSizes();
        CheckLabels();
        digest = new Lazy<string>(ComputeDigest);
    }

    /// <summary>What the data set is called in messages and records, for instance <c>mnist/train</c>.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public int Count => labels.Length;

    /// <inheritdoc/>
    public Shape SampleShape { get; }

    /// <summary>The names of the classes; the label is the index.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>How many classes there are; labels are 0 … ClassCount − 1.</summary>
    public int ClassCount => ClassNames.Count;

    /// <summary>The group of each row, an index of <see cref="GroupNames"/>, for instance its patient; null where none were read.</summary>
    public IReadOnlyList<int>? Groups { get; private set; }

    /// <summary>The names of the groups; null where none were read.</summary>
    public IReadOnlyList<string>? GroupNames { get; private set; }

    /// <summary>What is subtracted and divided by when samples are copied. For bytes: after scaling to [0, 1].</summary>
    public Standardization Standardization => samples.Standardization;

    /// <summary>
    /// SHA-256 over the content, in lower-case hexadecimal; names, groups and standardisation do not count. Computed once, on first use.
    /// </summary>
    /// <remarks>
    /// Hashed is the text <c>tutti-classification-1 TYPE COUNT DIMENSIONS CLASSES\n</c>, for instance
    /// <c>tutti-classification-1 u8 60000 1x28x28 10\n</c> (TYPE is <c>u8</c> or <c>f32</c>), then the samples (little-endian), then the
    /// labels (one byte each).
    /// </remarks>
    public string Digest => digest.Value;

    /// <summary>Makes a data set from bytes, such as grey levels.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="samples">All samples, one after the other, row-major.</param>
    /// <param name="labels">One class number a sample.</param>
    /// <param name="sampleShape">The shape of one sample.</param>
    /// <param name="classNames">The classes' names, 1 to 256 of them.</param>
    /// <param name="standardization">Applied after scaling to [0, 1]: the training set's constants, for its test set too.</param>
    /// <returns>The data set.</returns>
    /// <exception cref="ArgumentException">Sizes do not fit together, or a label is out of range.</exception>
    public static ClassificationDataset FromBytes(
        string name, byte[] samples, byte[] labels, Shape sampleShape, IReadOnlyList<string> classNames, Standardization standardization) =>
        new(name, new ByteSamples(samples, standardization), labels, sampleShape, classNames);

    /// <summary>Makes a data set from floats.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="samples">All samples, one after the other, row-major.</param>
    /// <param name="labels">One class number a sample.</param>
    /// <param name="sampleShape">The shape of one sample.</param>
    /// <param name="classNames">The classes' names, 1 to 256 of them.</param>
    /// <param name="standardization">Applied to the values as they are.</param>
    /// <returns>The data set.</returns>
    /// <exception cref="ArgumentException">Sizes do not fit together, or a label is out of range.</exception>
    public static ClassificationDataset FromFloats(
        string name, float[] samples, byte[] labels, Shape sampleShape, IReadOnlyList<string> classNames,
        Standardization standardization) =>
        new(name, new FloatSamples(samples, standardization), labels, sampleShape, classNames);

    void ISampleSource.CopySamples(ReadOnlySpan<int> rows, Tensor destination) => CopySamples(rows, destination.AsSpan<float>());

    void ISampleSource.CopyTargets(ReadOnlySpan<int> rows, Tensor destination) => CopyLabels(rows, destination.AsSpan<long>());

    /// <summary>Copies samples, standardised.</summary>
    /// <param name="rows">Row numbers, 0 … Count − 1, in any order, repeated or not.</param>
    /// <param name="destination">
    /// One sample after the other, row-major: exactly <c>rows.Length · SampleShape.ElementCount</c> values.
    /// </param>
    /// <exception cref="ArgumentException">The destination has another size, or there is no such row.</exception>
    public void CopySamples(ReadOnlySpan<int> rows, Span<float> destination)
    {
        CheckRows(rows);
        var size = SampleShape.ElementCount;
        if (destination.Length != (long)rows.Length * size)
            throw new ArgumentException(
                $"CopySamples: the destination does not fit. Got {destination.Length} values for {rows.Length} rows of '{Name}'. " +
                $"Expected {(long)rows.Length * size} ({rows.Length} · {size}, shape {SampleShape}).", nameof(destination));
        for (var index = 0; index < rows.Length; index++) samples.Copy(rows[index], destination.Slice(index * size, size));
    }

    /// <summary>Copies labels.</summary>
    /// <param name="rows">Row numbers, 0 … Count − 1.</param>
    /// <param name="destination">One class number a row; exactly as long as <paramref name="rows"/>.</param>
    /// <exception cref="ArgumentException">The destination has another size, or there is no such row.</exception>
    public void CopyLabels(ReadOnlySpan<int> rows, Span<long> destination)
    {
        CheckRows(rows);
        if (destination.Length != rows.Length)
            throw new ArgumentException(
                $"CopyLabels: the destination does not fit. Got {destination.Length} values. Expected one a row, {rows.Length}.",
                nameof(destination));
        for (var index = 0; index < rows.Length; index++) destination[index] = labels[rows[index]];
    }

    /// <summary>Copies all labels.</summary>
    /// <returns>One class number a row, in the order of the rows.</returns>
    public long[] CopyLabels() => [.. labels.Select(label => (long)label)];

    /// <summary>How many samples each class has.</summary>
    /// <returns><see cref="ClassCount"/> numbers.</returns>
    public int[] CountClasses()
    {
        var counts = new int[ClassCount];
        foreach (var label in labels) counts[label]++;
        return counts;
    }

    // Only right after the data set was made.
    internal ClassificationDataset WithGroups(int[]? groups, IReadOnlyList<string>? names)
    {
        (Groups, GroupNames) = (groups, names);
        return this;
    }

    private void CheckSizes()
    {
        if (ClassCount is < 1 or > 256)
            throw new ArgumentException($"ClassificationDataset '{Name}': got {ClassCount} class names. Expected 1 to 256.");
        if (samples.Length != (long)labels.Length * SampleShape.ElementCount)
            throw new ArgumentException(
                $"ClassificationDataset '{Name}': samples and labels do not fit together. Got {samples.Length} sample values and " +
                $"{labels.Length} labels. Expected {SampleShape.ElementCount} values a label (shape {SampleShape}).");
        var deviation = Standardization.StandardDeviation;
        if (!float.IsFinite(Standardization.Mean) || !float.IsFinite(deviation) || deviation <= 0)
            throw new ArgumentException(
                $"ClassificationDataset '{Name}': no standardisation. Got {Standardization}. " +
                "Expected a finite mean and a positive, finite standard deviation.");
    }

    private void CheckLabels()
    {
        if (ClassCount == 256) return;
        var index = labels.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(ClassCount - 1));
        if (index >= 0)
            throw new ArgumentException(
                $"ClassificationDataset '{Name}': label {index} is out of range. Got {labels[index]}. Expected 0 to {ClassCount - 1}.");
    }

    private void CheckRows(ReadOnlySpan<int> rows)
    {
        foreach (var row in rows)
        {
            if ((uint)row >= (uint)Count)
                throw new ArgumentOutOfRangeException(nameof(rows), row,
                    $"ClassificationDataset '{Name}': no such row. Got {row}. Expected 0 to {Count - 1}.");
        }
    }

    private string ComputeDigest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var dimensions = string.Join('x', SampleShape);
        hash.AppendData(System.Text.Encoding.ASCII.GetBytes(
            $"tutti-classification-1 {samples.TypeName} {Count} {dimensions} {ClassCount}\n"));
        samples.AppendTo(hash);
        hash.AppendData(labels);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
