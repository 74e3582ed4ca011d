using System.Globalization;

namespace Tutti.Distributed.Ensembles;

/// <summary>What an ensemble makes of samples, who spoke, and how much those who spoke differ. Immutable.</summary>
public sealed class EnsembleAnswer
{
    internal EnsembleAnswer(CombinedValues values, CombinedValues set, IReadOnlyList<NodeOutcome> nodes, TimeSpan elapsed)
    {
        (Values, StandardErrors) = (values.Values, values.StandardErrors);
        (SetValue, SetStandardError) = (set.Values[0], set.StandardErrors?[0]);
        (Nodes, Elapsed) = (nodes, elapsed);
        WeightShare = nodes.Where(node => node.Spoke).Sum(node => node.Weight) / nodes.Sum(node => node.Weight);
    }

    /// <summary>One value a sample, in order; the bits do not depend on who answered first.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>
    /// For each value the standard error among nodes (<see cref="Combination"/>): how far it would move if other nodes of the same kind had
    /// been asked. Null if one node spoke.
    /// </summary>
    public IReadOnlyList<double>? StandardErrors { get; }

    /// <summary>
    /// One value for all samples together: each node's arithmetic mean over the samples, combined as single values are. Twice a mean of
    /// p-values (1 if that is more) is a p-value for the whole set, however samples and nodes depend on each other (Rüschendorf, "Random
    /// variables with maximum sums", Adv. Appl. Prob. 14, 1982; Vovk and Wang, "Combining p-values via averaging", Biometrika 107, 2020),
    /// if single p-values are, that is, calibrated on held-out samples. Fisher's and Stouffer's rules need independent samples, which the
    /// beats of one heart are not.
    /// </summary>
    public double SetValue { get; }

    /// <summary>The standard error of <see cref="SetValue"/> among nodes; null if one node spoke.</summary>
    public double? SetStandardError { get; }

    /// <summary>What came of asking each node, by name; at least one spoke.</summary>
    public IReadOnlyList<NodeOutcome> Nodes { get; }

    /// <summary>The share of all nodes' weight that spoke, more than 0, at most 1.</summary>
    public double WeightShare { get; }

    /// <summary>How long the answer took.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>Who spoke and who did not, and why: <c>3 of 4 nodes spoke (75 % of the weight); left out: node-2 (late: …)</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString()
    {
        var line = string.Create(CultureInfo.InvariantCulture,
            $"{Nodes.Count(node => node.Spoke)} of {Nodes.Count} nodes spoke ({100 * WeightShare:0.#} % of the weight)");
        var absent = string.Join(", ", Nodes.Where(node => !node.Spoke).Select(node => $"{node.Name} ({node.Problem})"));
        return absent.Length == 0 ? line : $"{line}; left out: {absent}";
    }
}
