using System.Globalization;
using Tutti.Learning;

namespace Tutti.Distributed.Ensembles;

/// <summary>
/// How the values that nodes give for one sample become one. Nodes are gone through in the order of their names, in double, so the bits do not
/// depend on who answered first. Immutable and thread-safe.
/// <para>
/// The standard error is that of a weighted mean of K nodes' values x with weights w that sum to 1:
/// √(K / (K − 1) · Σ w² (x − Σ w x)²), for equal weights s / √K (Cochran, "Sampling techniques", 1977; Gatz and Smith, Atmospheric
/// Environment 29, 1995). For <see cref="Vote"/> x are votes, 1 or 0; for <see cref="Median"/> and <see cref="Minimum"/> it is that of the
/// mean, as a measure of how much nodes differ.
/// </para>
/// </summary>
public sealed record Combination
{
    private const string VoteWord = "vote";
    private readonly Rule rule;

    private Combination(string word, Rule rule, double? alpha = null) => (Word, this.rule, Alpha) = (word, rule, alpha);

    private enum Rule
    {
        Mean,
        Median,
        WeightedByValidation,
        WeightedBySize,
        Minimum,
        Vote,
    }

    /// <summary>The arithmetic mean: all nodes weigh the same.</summary>
    public static Combination Mean { get; } = new("mean", Rule.Mean);

    /// <summary>The middle value, or the mean of the middle two: less than half of the nodes, however wrong, cannot move it far.</summary>
    public static Combination Median { get; } = new("median", Rule.Median);

    /// <summary>The mean weighted in proportion to <see cref="NodeFacts.ValidationScore"/>, which every node must have, more than 0.</summary>
    public static Combination WeightedByValidation { get; } = new("weighted-validation", Rule.WeightedByValidation);

    /// <summary>The mean weighted in proportion to <see cref="NodeFacts.TrainingSamples"/>, which every node must have.</summary>
    public static Combination WeightedBySize { get; } = new("weighted-size", Rule.WeightedBySize);

    /// <summary>The least value: of p-values that of the node that is most alarmed.</summary>
    public static Combination Minimum { get; } = new("minimum", Rule.Minimum);

    /// <summary>The words that <see cref="Parse"/> understands.</summary>
    public static IReadOnlyList<string> Words { get; } =
        [Mean.Word, Median.Word, WeightedByValidation.Word, WeightedBySize.Word, Minimum.Word, VoteWord];

    /// <summary>What command lines and records call it.</summary>
    public string Word { get; }

    /// <summary>The greatest p-value that is a vote for anomalous; null for everything but <see cref="Vote"/>.</summary>
    public double? Alpha { get; }

    /// <summary>
    /// Whether a greater combined value means a more anomalous sample where nodes give p-values: true for <see cref="Vote"/>, whose values
    /// are shares of nodes; all others give what p-values give.
    /// </summary>
    public bool CountsVotes => rule == Rule.Vote;

    /// <summary>The share of nodes whose value is at most α: 0.5 and more is a majority for anomalous.</summary>
    /// <param name="alpha">The greatest p-value that counts as anomalous, 0 … 1.</param>
    /// <returns>The combination.</returns>
    /// <exception cref="ArgumentOutOfRangeException">α is no number of 0 … 1.</exception>
    public static Combination Vote(double alpha) => alpha is >= 0 and <= 1
        ? new(VoteWord, Rule.Vote, alpha)
        : throw new ArgumentOutOfRangeException(nameof(alpha), alpha, $"Combination: α is no p-value. Got {alpha}. Expected 0 to 1.");

    /// <summary>Understands a choice.</summary>
    /// <param name="word">One of <see cref="Words"/>.</param>
    /// <param name="alpha">For <c>vote</c>, which needs it; not looked at by others. Default null.</param>
    /// <returns>The combination.</returns>
    /// <exception cref="ArgumentException">Another word (the nearest is named), or a vote without α or with one outside 0 … 1.</exception>
    public static Combination Parse(string word, double? alpha = null)
    {
        ArgumentNullException.ThrowIfNull(word);
        if (word == VoteWord)
            return Vote(alpha ?? throw new ArgumentException(
                "Combination: a vote needs to know what an alarm is. Got 'vote' without α. Expected the greatest p-value that counts as " +
                "anomalous, 0 to 1. Give it, or choose 'mean'.", nameof(alpha)));
        return Array.Find([Mean, Median, WeightedByValidation, WeightedBySize, Minimum], known => known.Word == word)
            ?? throw new ArgumentException($"Combination: unknown word. Got '{word}'. {NearestName.Suggest(word, Words)}", nameof(word));
    }

    /// <summary>The word, and α where there is one.</summary>
    /// <returns>For instance <c>vote (α = 0.05)</c>.</returns>
    public override string ToString() =>
        Alpha is { } alpha ? string.Create(CultureInfo.InvariantCulture, $"{Word} (α = {alpha})") : Word;

    /// <summary>Combines values that members gave, as a driver does; for choosing thresholds.</summary>
    /// <param name="facts">Of each member, at least one; weights are theirs.</param>
    /// <param name="values">What each gave, as many for every one.</param>
    /// <returns>One value a sample.</returns>
    /// <exception cref="ArgumentException">There are none, the lengths differ, or a member lacks the weight that is needed.</exception>
    public IReadOnlyList<double> Combine(IReadOnlyList<NodeFacts> facts, IReadOnlyList<double[]> values)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(values);
        if (facts.Count == 0 || values.Count != facts.Count || values.Any(own => own.Length != values[0].Length))
            throw new ArgumentException(
                $"Combination: values do not fit together. Got {facts.Count} members and values of lengths " +
                $"{string.Join(", ", values.Select(own => own.Length))}. Expected as many values of each of at least one member.", nameof(values));
        return Combine(values, [.. facts.Select(WeightOf)]).Values;
    }

    /// <summary>What a node weighs, more than 0, in proportion to others.</summary>
    internal double WeightOf(NodeFacts facts) => rule switch
    {
        Rule.WeightedBySize => facts.TrainingSamples > 0 ? facts.TrainingSamples : throw Weightless(
            facts, "how many samples it learned from", $"TrainingSamples {facts.TrainingSamples}", "at least 1"),
        Rule.WeightedByValidation => facts.ValidationScore is > 0 and var score ? score : throw Weightless(
            facts, "how good it is", $"ValidationScore {facts.ValidationScore?.ToString(CultureInfo.InvariantCulture) ?? "null"}", "more than 0"),
        _ => 1,
    };

    /// <summary>Combines values of nodes, <c>nodes[k][i]</c> for sample i, in the order of <paramref name="nodes"/>.</summary>
    internal CombinedValues Combine(IReadOnlyList<double[]> nodes, IReadOnlyList<double> weights)
    {
        var total = weights.Sum();
        var shares = weights.Select(weight => weight / total).ToArray();
        var values = new double[nodes[0].Length];
        var errors = nodes.Count > 1 ? new double[values.Length] : null;
        var column = new double[nodes.Count];
        for (var i = 0; i < values.Length; i++)
        {
            for (var k = 0; k < column.Length; k++) column[k] = CountsVotes ? (nodes[k][i] <= Alpha ? 1 : 0) : nodes[k][i];
            var mean = WeightedMean(column, shares);
            if (errors is not null) errors[i] = StandardError(column, shares, mean);
            values[i] = rule switch
            {
                Rule.Median => MiddleOf(column),
                Rule.Minimum => column.Min(),
                _ => mean,
            };
        }
        return new CombinedValues(values, errors);
    }

    private static double WeightedMean(double[] values, double[] shares)
    {
        var sum = 0.0;
        for (var k = 0; k < values.Length; k++) sum += shares[k] * values[k];
        return sum;
    }

    private static double StandardError(double[] values, double[] shares, double mean)
    {
        var sum = 0.0;
        for (var k = 0; k < values.Length; k++) sum += shares[k] * shares[k] * (values[k] - mean) * (values[k] - mean);
        return Math.Sqrt(sum * values.Length / (values.Length - 1));
    }

    private static double MiddleOf(double[] values)
    {
        Array.Sort(values);
        var half = values.Length / 2;
        return values.Length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }

    private ArgumentException Weightless(NodeFacts facts, string what, string got, string expected) => new(
        $"EnsembleDriver: '{facts.Name}' does not say {what}. Got {got}. Expected {expected} with combination '{Word}'. " +
        "Let the node say it, or choose 'mean'.");
}
