using Tutti.Learning.Data;
using Tutti.Learning.Data.Catalog;
using Tutti.Tensors.Random;

namespace Tutti.Experiments.Data;

/// <summary>
/// A data set's training and test part joined, in one random order that is always the same: the first n rows are a fair sample of all,
/// and those of a
/// smaller n are among those of a larger one.
/// </summary>
internal static class JoinedSamples
{
    private const ulong OrderSeed = 0;

    /// <summary>Reads a data set by its name; the pixels are standardised as the catalog does.</summary>
    /// <exception cref="ExperimentInputException">It is not to be had, or is damaged.</exception>
    internal static async Task<LabelledRows> LoadAsync(ExperimentContext context, string name, CancellationToken cancellation)
    {
        try
        {
            var splits = await OpenCatalog(context).LoadAsync(name, progress: context.Downloads, cancellation: cancellation).ConfigureAwait(false);
            return Join(splits);
        }
        catch (Exception cause) when (cause is ArgumentException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new ExperimentInputException(cause.Message, cause);
        }
    }

    /// <summary>Whether a data set is on this machine; nothing is fetched.</summary>
    /// <exception cref="ExperimentInputException">The data root does not exist.</exception>
    internal static bool IsHere(ExperimentContext context, string name) => OpenCatalog(context).Find(name) is not null;

    private static DataCatalog OpenCatalog(ExperimentContext context)
    {
        try
        {
            return new DataCatalog(DataCatalogOptions.FromEnvironment(context.Options.DataRoot));
        }
        catch (ArgumentException cause)
        {
            throw new ExperimentInputException(cause.Message, cause);
        }
    }

    private static LabelledRows Join(ClassificationSplits splits)
    {
        var (train, test) = (splits.Train, splits.Test);
        var order = Enumerable.Range(0, train.Count + test.Count).ToArray();
        new CounterRandom(OrderSeed, RandomPurpose.Sampling).Shuffle<int>(order);
        var width = train.SampleShape.ElementCount;
        var (values, labels) = (new float[(long)order.Length * width], new byte[order.Length]);
        Span<long> label = [0];
        for (var row = 0; row < order.Length; row++)
        {
            var (part, source) = order[row] < train.Count ? (train, order[row]) : (test, order[row] - train.Count);
            part.CopySamples([source], values.AsSpan(row * width, width));
            part.CopyLabels([source], label);
            labels[row] = (byte)label[0];
        }
        return new LabelledRows(splits.Name, values, labels, width, train.ClassCount);
    }
}
