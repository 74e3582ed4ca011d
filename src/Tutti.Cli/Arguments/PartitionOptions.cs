using System.CommandLine;
using Tutti.Learning.Data.Partitions;

namespace Tutti.Cli.Arguments;

/// <summary>Into which parts <c>tutti data partition</c> cuts a data set, and how.</summary>
internal sealed class PartitionOptions
{
    internal const string SchemeFlag = "--scheme";

    private readonly ValueOption parts = new("--parts", "N", "How many parts (of weighted: one a weight; of natural: one an id if not given)");
    private readonly ValueOption scheme =
        new(SchemeFlag, "NAME", $"How rows are dealt: {string.Join(", ", PartitionRecipe.Schemes)} (default: balanced)");
    private readonly ValueOption seed = new("--seed", "N", "Decides which rows go where (default: 0)");

    private readonly ValueOption alpha = PartitionFlags.CreateAlpha();
    private readonly ValueOption weights = PartitionFlags.CreateWeights();
    private readonly ValueOption shards = PartitionFlags.CreateShards();
    private readonly ValueOption minSize = PartitionFlags.CreateMinSize();
    private readonly ValueOption partSize = PartitionFlags.CreatePartSize();
    private readonly ValueOption exponent = PartitionFlags.CreateExponent();

    private IEnumerable<ValueOption> OfSchemes => [alpha, weights, shards, minSize, partSize, exponent];

    internal void AddTo(Command command)
    {
        foreach (var option in (IEnumerable<ValueOption>)[parts, scheme, seed, .. OfSchemes]) command.Add(option.Option);
    }

    /// <summary>Reads all flags, before any data are.</summary>
    internal PartitionRecipe Read(ParseResult parse)
    {
        var name = scheme.Read(parse)?.OneOf(PartitionRecipe.Schemes) ?? "balanced";
        foreach (var option in OfSchemes)
            if (option.Read(parse) is { } value && !PartitionFlags.IsFor(option.Name, name))
                throw new InputException(PartitionFlags.SaysNothing(option.Name, value.Text, $"for {SchemeFlag} {name}", SchemeFlag));
        var given = weights.Read(parse)?.Weights();
        var count = parts.Read(parse)?.WholeNumber(1);
        if (name == "weighted")
        {
            if (given is null) throw new InputException(PartitionFlags.NoWeights(SchemeFlag));
            if (count is { } wanted && wanted != given.Length)
                throw new InputException($"--weights: the weights do not fit --parts. Got {given.Length} for {wanted} parts. Expected one a part.");
        }
        else if (count is null && name != "natural")
            throw new InputException($"--parts: nothing was given. Expected how many parts, such as --parts 4, with {SchemeFlag} {name}.");
        return WithValues(parse, new PartitionRecipe { Scheme = name, PartCount = count, Seed = seed.Read(parse)?.Seed() ?? 0, Weights = given ?? [] });
    }

    private PartitionRecipe WithValues(ParseResult parse, PartitionRecipe recipe) => recipe with
    {
        Alpha = alpha.Read(parse)?.MoreThanZero() ?? recipe.Alpha,
        MinSize = minSize.Read(parse)?.WholeNumber(1) ?? recipe.MinSize,
        ShardsPerPart = shards.Read(parse)?.WholeNumber(1) ?? recipe.ShardsPerPart,
        PartSize = partSize.Read(parse)?.WholeNumber(1),
        Exponent = exponent.Read(parse)?.AtLeastZero() ?? recipe.Exponent,
    };
}
