namespace Tutti.Tensors;

/// <summary>
/// Brings together what the parts of a batch know of it, where each part is computed on its own and a statistic belongs to all of them:
/// see <see cref="Tensor.BatchNorm"/>. All parts that have samples do the same operations in the same order, each on its own thread or in
/// its own process; a part waits in <see cref="Gather"/> for the others.
/// </summary>
public interface IStatisticsExchange
{
    /// <summary>Joins the parts' numbers. Called once in a forward pass for each operation that asks, and once in a backward pass.</summary>
    /// <param name="own">What this part knows: at least one number, as many as the other parts give.</param>
    /// <returns>
    /// The numbers of all parts that have samples, one part after another, in an order that depends on the parts alone: the same on every
    /// part, this one's among them.
    /// </returns>
    double[] Gather(ReadOnlySpan<double> own);
}
