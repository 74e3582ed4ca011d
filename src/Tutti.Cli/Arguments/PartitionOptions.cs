using System.CommandLine;
using Tutti.Learning.Data;
using Tutti.Learning.Data.Partitions;

namespace Tutti.Cli.Arguments;

/// <summary>Into which parts a data set is cut, and how.</summary>
internal sealed class PartitionOptions
{
    private const double DefaultExponent = 1;
    private const int DefaultShardsPerPart = 2;

    private readonly ValueOption parts = new("--parts", "N", "How many parts (of weighted: one a weight; of natural: one an id if not given)");
    private readonly ValueOption scheme = new("--scheme", "NAME", $"How rows are dealt: {string.Join(", ", Flags.Keys)} (default: balanced)");
    private readonly ValueOption seed = new("--seed", "N", "Decides which rows go where (default: 0)");

    private readonly ValueOption alpha = new("--alpha", "X", "dirichlet, quantity: the concentration; small ones skew more (default: 0.5)");
    private readonly ValueOption weights = new("--weights", "X,…", "weighted: sizes are in proportion to these, such as 3,2,1");
    private readonly ValueOption shards = new("--shards-per-part", "N", "sort-and-shard: how many shards each part is dealt (default: 2)");
    private readonly ValueOption minSize = new("--min-size", "N", "dirichlet, quantity: the fewest samples of a part (default: 1)");
    private readonly ValueOption partSize = new("--part-size", "N", "bootstrap: how many samples each part draws (default: as many as there are)");
    private readonly ValueOption exponent = new("--exponent", "X", "power-law: sizes fall as 1, 2⁻ˣ, 3⁻ˣ … (default: 1)");

    // Which of the flags above each scheme takes.
    private static readonly Dictionary<string, string[]> Flags = new()
    {
        ["balanced"] = [], ["random"] = [], ["bootstrap"] = ["--part-size"], ["stratified"] = [], ["weighted"] = ["--weights"], ["grouped"] = [],
        ["dirichlet"] = ["--alpha", "--min-size"], ["sort-and-shard"] = ["--shards-per-part"], ["quantity"] = ["--alpha", "--min-size"],
        ["power-law"] = ["--exponent"], ["natural"] = [],
    };

    private IEnumerable<ValueOption> OfSchemes => [alpha, weights, shards, minSize, partSize, exponent];

    internal void AddTo(Command command)
    {
        foreach (var option in (IEnumerable<ValueOption>)[parts, scheme, seed, .. OfSchemes]) command.Add(option.Option);
    }

    /// <summary>Reads all flags, before any data are, and gives what makes the partition.</summary>
    internal Func<ClassificationDataset, long[], Partition> Read(ParseResult parse)
    {
        var name = scheme.Read(parse)?.OneOf(Flags.Keys) ?? "balanced";
        RefuseOthers(parse, name);
        var given = weights.Read(parse)?.Weights();
        var count = parts.Read(parse)?.WholeNumber(1);
        if (name == "weighted")
        {
            if (given is null) throw new InputException("--weights: nothing was given. Expected one number a part with --scheme weighted, such as 3,2,1.");
            if (count is { } wanted && wanted != given.Length)
                throw new InputException($"--weights: the weights do not fit --parts. Got {given.Length} for {wanted} parts. Expected one a part.");
        }
        else if (count is null && name != "natural")
            throw new InputException($"--parts: nothing was given. Expected how many parts, such as --parts 4, with --scheme {name}.");
        return Bind(parse, name, count ?? 0, given ?? [], seed.Read(parse)?.Seed() ?? 0);
    }

    private void RefuseOthers(ParseResult parse, string name)
    {
        foreach (var option in OfSchemes)
            if (option.Read(parse) is { } value && !Flags[name].Contains(option.Name))
                throw new InputException(
                    $"{option.Name}: it says nothing for --scheme {name}. Got '{value.Text}'. Expected it with --scheme " +
                    $"{string.Join(" or ", Flags.Where(entry => entry.Value.Contains(option.Name)).Select(entry => entry.Key))}.");
    }

    private Func<ClassificationDataset, long[], Partition> Bind(ParseResult parse, string name, int count, double[] given, ulong seed)
    {
        var concentration = alpha.Read(parse)?.MoreThanZero() ?? 0.5;
        var least = minSize.Read(parse)?.WholeNumber(1) ?? 1;
        var shardCount = shards.Read(parse)?.WholeNumber(1) ?? DefaultShardsPerPart;
        var size = partSize.Read(parse)?.WholeNumber(1);
        var power = exponent.Read(parse)?.AtLeastZero() ?? DefaultExponent;
        return (data, labels) => name switch
        {
            "random" => Partitions.Random(data.Count, count, seed),
            "bootstrap" => Partitions.Bootstrap(data.Count, count, seed, size),
            "stratified" => Partitions.Stratified(labels, count, seed),
            "weighted" => Partitions.Weighted(data.Count, given, seed),
            "grouped" => Partitions.Grouped(GroupsOf(data, name), count, seed),
            "dirichlet" => Partitions.LabelSkew(labels, count, concentration, seed, least),
            "sort-and-shard" => Partitions.SortAndShard(labels, count, shardCount, seed),
            "quantity" => Partitions.QuantitySkew(data.Count, count, concentration, seed, least),
            "power-law" => Partitions.PowerLaw(data.Count, count, power, seed),
            "natural" when count == 0 => Partitions.Natural(GroupsOf(data, name), id => data.GroupNames![(int)id]),
            "natural" => Partitions.Natural(GroupsOf(data, name), count, seed),
            _ => Partitions.Balanced(data.Count, count, seed),
        };
    }

    private static long[] GroupsOf(ClassificationDataset data, string scheme) => data.Groups is { } groups
        ? [.. groups.Select(group => (long)group)]
        : throw new InputException(
            $"--group: nothing was given. Got --scheme {scheme} for '{data.Name}', which has no groups of its own. " +
            "Expected a CSV file, and the column that holds the groups.");
}
