using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>
/// Where batch normalisation finds the other parts of the batch while training: inside, μ, σ² and the running statistics are those of all
/// parts together (see <see cref="Tensor.BatchNorm"/>), as in PyTorch's <c>SyncBatchNorm</c>. A <see cref="Training.Trainer"/> opens one around
/// each shard's forward pass; training loops of one's own do so themselves. Belongs to the thread that began it. Modules in use,
/// <see cref="Module.SetTraining"/>(false), never ask the other parts.
/// </summary>
/// <example><code>using (BatchSynchronization.Begin(strategy.StatisticsExchange)) { output = network.Forward(samples); }</code></example>
public readonly struct BatchSynchronization : IDisposable
{
    [ThreadStatic]
    private static IStatisticsExchange? current;

    private readonly IStatisticsExchange? former;

    private BatchSynchronization(IStatisticsExchange? former) => this.former = former;

    /// <summary>How the modules of this thread's forward pass meet the other parts; null: what they are given is the whole batch.</summary>
    internal static IStatisticsExchange? Current => current;

    /// <summary>Begins the forward pass of one part. Scopes nest; the inner one counts.</summary>
    /// <param name="exchange">How the parts meet; null: this part is the whole batch.</param>
    /// <returns>The scope; dispose it on the same thread.</returns>
    public static BatchSynchronization Begin(IStatisticsExchange? exchange)
    {
        var scope = new BatchSynchronization(current);
        current = exchange;
        return scope;
    }

    /// <summary>Goes back to the scope before.</summary>
    public void Dispose() => current = former;
}
