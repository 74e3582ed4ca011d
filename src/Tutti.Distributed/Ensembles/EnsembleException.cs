namespace Tutti.Distributed.Ensembles;

/// <summary>Too few nodes spoke for an answer; the next answer asks all of them again.</summary>
public sealed class EnsembleException : Exception
{
    internal EnsembleException(int minimum, IReadOnlyList<NodeOutcome> nodes) : base(Describe(minimum, nodes)) => Nodes = nodes;

    /// <summary>What came of asking each node, by name.</summary>
    public IReadOnlyList<NodeOutcome> Nodes { get; }

    private static string Describe(int minimum, IReadOnlyList<NodeOutcome> nodes)
    {
        var causes = string.Join(' ', nodes.Where(node => !node.Spoke).Select(node => $"[{node.Name}: {node.Problem}]"));
        return $"EnsembleDriver: too few nodes spoke. Got {nodes.Count(node => node.Spoke)} of {nodes.Count}. " +
            $"Expected at least {minimum}. {(causes.Length > 0 ? causes : "Add nodes.")}";
    }
}
