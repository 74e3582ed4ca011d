using Tutti.Learning.Data.Catalog;

namespace Tutti.Experiments.Data;

/// <summary>The images that experiments train on: MNIST where it is on the machine, else those that come with Tutti.</summary>
internal static class ImageRows
{
    private const string Mnist = "mnist";

    /// <summary>Reads the first samples of the joined data set; fetches nothing.</summary>
    /// <param name="context">Where data is looked for, and who is told.</param>
    /// <param name="experiment">Whose samples they are, for messages.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The rows, and what is to be said of them in a report.</returns>
    /// <exception cref="ExperimentInputException">There are fewer, or they cannot be read.</exception>
    internal static async Task<(LabelledRows Rows, IReadOnlyList<string> Remarks)> LoadAsync(
        ExperimentContext context, string experiment, int count, CancellationToken cancellation)
    {
        var (rows, remarks) = await LoadAllAsync(context, mayStandIn: true, cancellation).ConfigureAwait(false);
        // What comes with Tutti is enough for the small versions; the full ones make do with what there is.
        if (rows.Name == DataCatalog.DefaultName) count = Math.Min(count, rows.Count);
        if (rows.Count < count)
            throw new ExperimentInputException($"experiment {experiment}: too few samples. Got {rows.Count} in '{rows.Name}'. Expected at least {count}. Use the whole data set.");
        return (rows.Take(count), remarks);
    }

    /// <summary>Reads all samples of the joined data set.</summary>
    /// <param name="context">Where data is looked for, and who is told.</param>
    /// <param name="mayStandIn">Whether the images that come with Tutti do where MNIST is not here; else it is fetched.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The rows, and what is to be said of them in a report.</returns>
    /// <exception cref="ExperimentInputException">They are not to be had, or cannot be read.</exception>
    internal static async Task<(LabelledRows Rows, IReadOnlyList<string> Remarks)> LoadAllAsync(
        ExperimentContext context, bool mayStandIn, CancellationToken cancellation)
    {
        var isBundled = mayStandIn && !JoinedSamples.IsHere(context, Mnist);
        var name = isBundled ? DataCatalog.DefaultName : Mnist;
        context.Say($"reading {name}");
        var rows = await JoinedSamples.LoadAsync(context, name, cancellation).ConfigureAwait(false);
        return (rows, isBundled
            ? [$"MNIST was not found on this machine; {name}, which comes with Tutti, stands in for it. Times are comparable, accuracies are not."]
            : []);
    }
}
