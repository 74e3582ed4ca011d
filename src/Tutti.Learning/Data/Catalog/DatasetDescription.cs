using Tutti.Tensors;

namespace Tutti.Learning.Data.Catalog;

/// <summary>What is known about a data set before it is read.</summary>
public sealed record DatasetDescription
{
    /// <summary>The name to ask for, which is also the name of its folder.</summary>
    public required string Name { get; init; }

    /// <summary>What it holds, in one sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>Who made it, and its licence.</summary>
    public required string Origin { get; init; }

    /// <summary>The shape of one sample, for images channels, rows, columns.</summary>
    public required Shape SampleShape { get; init; }

    /// <summary>How many samples there are to learn from; null where the set is also used in part.</summary>
    public required int? TrainCount { get; init; }

    /// <summary>How many samples there are to measure on; null where the set is also used in part.</summary>
    public required int? TestCount { get; init; }

    /// <summary>The names of the classes; the label is the index.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>
    /// What is subtracted and divided by: of images the training part's constants, as <see cref="Data.Standardization.OfBytes"/> computes them.
    /// </summary>
    public required Standardization Standardization { get; init; }

    /// <summary>The files, with the checksums that were verified. Empty: none was, so that nothing is fetched.</summary>
    public IReadOnlyList<DatasetFile> Files { get; init; } = [];

    /// <summary>
    /// Where it can be fetched: addresses of folders that hold each file with <c>.gz</c>, tried in order. Empty: it comes with
    /// Tutti, or the user has to put it there.
    /// </summary>
    public IReadOnlyList<Uri> Addresses { get; init; } = [];

    /// <summary>Which files there are, and how they are read.</summary>
    internal DatasetLayout Layout { get; init; } = DatasetLayout.Idx;

    internal DatasetFile FileNamed(string name) => Files.First(file => file.Name == name);
}
