namespace Tutti.Distributed.Ensembles;

/// <summary>A node of an ensemble could not answer; the driver leaves it out and says why.</summary>
public sealed class NodeException : Exception
{
    /// <summary>Makes it.</summary>
    /// <param name="message">What is wrong, with the node's name.</param>
    public NodeException(string message) : base(message)
    {
    }

    /// <summary>Makes it.</summary>
    /// <param name="message">What is wrong, with the node's name.</param>
    /// <param name="inner">The first cause.</param>
    public NodeException(string message, Exception inner) : base(message, inner)
    {
    }
}
