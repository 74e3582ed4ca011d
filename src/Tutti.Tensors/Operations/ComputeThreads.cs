namespace Tutti.Tensors.Operations;

/// <summary>
/// How many threads an operation may use: an ambient setting of the calling thread. The calling thread is one of them; the others are
/// helpers that it owns, started when first needed and ended when idle. The number never changes a result's bits.
/// </summary>
/// <remarks>
/// A worker that shares its machine with others gives each the same part of the cores: <c>using (ComputeThreads.Use(cores / workers))</c>.
/// The setting does not follow an <c>await</c> to another thread.
/// </remarks>
public static class ComputeThreads
{
    [ThreadStatic]
    private static int chosen;

    /// <summary>
    /// The number of threads operations called from this thread may use. Default: the number of processors this process may use.
    /// </summary>
    public static int Count => chosen == 0 ? Environment.ProcessorCount : chosen;

    /// <summary>Sets the number of threads for operations called from this thread, until the result is disposed of.</summary>
    /// <param name="count">At least 1; 1 means no helpers. More than there are processors is allowed, but slower.</param>
    /// <returns>Restores the former number when disposed of, which must happen on the same thread.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    /// <example><code>using (ComputeThreads.Use(1)) Train();</code></example>
    public static Scope Use(int count)
    {
        if (count < 1)
            throw new ArgumentOutOfRangeException(nameof(count), count,
                $"ComputeThreads: no thread would be left to compute. Got {count}. Expected at least 1. "
                + "Use 1 to compute on the calling thread alone.");
        var scope = new Scope(chosen);
        chosen = count;
        return scope;
    }

    /// <summary>Restores the number of threads that was in force before <see cref="Use"/>.</summary>
    public readonly struct Scope : IDisposable
    {
        private readonly int former;

        internal Scope(int former) => this.former = former;

        /// <summary>Restores the former number. Call it once, on the thread that called <see cref="Use"/>.</summary>
        public void Dispose() => chosen = former;
    }
}
