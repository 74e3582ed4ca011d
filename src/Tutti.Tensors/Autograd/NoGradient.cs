using Tutti.Tensors.Autograd;

namespace Tutti.Tensors;

/// <summary>
/// While one is open, operations on its thread are not recorded: evaluation needs no gradients and saves their memory.
/// Belongs to the thread that began it.
/// </summary>
/// <example><code>using (NoGradient.Begin()) { predictions = network.Forward(samples); }</code></example>
public readonly struct NoGradient : IDisposable
{
    private readonly int level;

    private NoGradient(int level) => this.level = level;

    /// <summary>Stops recording on this thread. Scopes nest.</summary>
    /// <returns>The scope; dispose it on the same thread.</returns>
    public static NoGradient Begin() => new(Graph.Pause());

    /// <summary>Goes back to what was before; what was begun inside ends too. Another call does nothing.</summary>
    public void Dispose()
    {
        if (level > 0) Graph.Resume(level);
    }
}
