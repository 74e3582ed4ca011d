using Tutti.Learning.Data;
using Tutti.Learning.Data.Partitions;

namespace Tutti.Cli.Arguments;

/// <summary>The flags that some schemes of partitions take; the same for every verb that cuts data into parts.</summary>
internal static class PartitionFlags
{
    private const string Alpha = "--alpha", Weights = "--weights", Shards = "--shards-per-part", MinSize = "--min-size", PartSize = "--part-size",
        Exponent = "--exponent";

    private static readonly Dictionary<string, string[]> FlagsOf = new()
    {
        ["bootstrap"] = [PartSize], ["weighted"] = [Weights], ["dirichlet"] = [Alpha, MinSize], ["sort-and-shard"] = [Shards],
        ["quantity"] = [Alpha, MinSize], ["power-law"] = [Exponent],
    };

    internal static ValueOption CreateAlpha() => new(Alpha, "X", "dirichlet, quantity: the concentration; small ones skew more (default: 0.5)");

    internal static ValueOption CreateWeights() => new(Weights, "X,…", "weighted: sizes are in proportion to these, such as 3,2,1");

    internal static ValueOption CreateShards() => new(Shards, "N", "sort-and-shard: how many shards each part is dealt (default: 2)");

    internal static ValueOption CreateMinSize() => new(MinSize, "N", "dirichlet, quantity: the fewest samples of a part (default: 1)");

    internal static ValueOption CreatePartSize() =>
        new(PartSize, "N", "bootstrap: how many samples each part draws (default: as many as there are)");

    internal static ValueOption CreateExponent() => new(Exponent, "X", "power-law: sizes fall as 1, 2⁻ˣ, 3⁻ˣ … (default: 1)");

    /// <summary>Whether a flag says something for a scheme.</summary>
    internal static bool IsFor(string flag, string scheme) => FlagsOf.GetValueOrDefault(scheme, []).Contains(flag);

    /// <summary>What to say of a flag that says nothing.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="text">Its value.</param>
    /// <param name="without">For what it says nothing.</param>
    /// <param name="schemeFlag">The flag that names schemes.</param>
    internal static string SaysNothing(string flag, string text, string without, string schemeFlag) =>
        $"{flag}: it says nothing {without}. Got '{text}'. Expected it with {schemeFlag} " +
        $"{string.Join(" or ", FlagsOf.Where(entry => entry.Value.Contains(flag)).Select(entry => entry.Key))}.";

    /// <summary>What to say of weighted parts without weights.</summary>
    internal static string NoWeights(string schemeFlag) =>
        $"{Weights}: nothing was given. Expected one number a part with {schemeFlag} weighted, such as 3,2,1.";

    /// <summary>Cuts a data set; what is wrong is an <see cref="InputException"/>.</summary>
    /// <param name="recipe">How.</param>
    /// <param name="data">The data set.</param>
    /// <param name="schemeFlag">The flag that named the scheme.</param>
    internal static Partition Cut(PartitionRecipe recipe, ClassificationDataset data, string schemeFlag) =>
        PartitionRecipe.NeedsGroups(recipe.Scheme) && data.Groups is null
            ? throw new InputException(
                $"--group: nothing was given. Got {schemeFlag} {recipe.Scheme} for '{data.Name}', which has no groups of its own. " +
                "Expected a CSV file, and the column that holds the groups.")
            : InputException.From(() => recipe.Create(data));
}
