using Tutti.Tensors.Random;

namespace Tutti.Learning.Modules;

/// <summary>
/// Where modules that draw random numbers while training, such as dropout, get them: a stream for each call of a module, keyed by the
/// seed, the step, the logical shard, and the number of the call in the shard's forward pass. Whoever computes the shard draws the same numbers.
/// A <see cref="Training.Trainer"/> opens one around each shard's forward pass; training loops of one's own do so themselves. Belongs to the
/// thread that began it.
/// </summary>
/// <example><code>using (ForwardRandomness.Begin(seed, step, shard: 0)) { output = network.Forward(samples); }</code></example>
public readonly struct ForwardRandomness : IDisposable
{
    private const int MostShards = 1 << 12, MostCalls = 1 << 20;

    [ThreadStatic]
    private static Position? current;

    private readonly Position? former;

    private ForwardRandomness(Position? former) => this.former = former;

    /// <summary>Opens the streams of one shard's forward pass. Scopes nest; the inner one counts.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="step">The step in the whole training, from 0, less than 2³².</param>
    /// <param name="shard">The logical shard, 0 … 4095.</param>
    /// <returns>The scope; dispose it on the same thread.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static ForwardRandomness Begin(ulong seed, long step, int shard)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(step, uint.MaxValue);
        ArgumentOutOfRangeException.ThrowIfNegative(shard);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(shard, MostShards);
        var scope = new ForwardRandomness(current);
        current = new Position(seed, (ulong)step << 32 | (ulong)shard << 20);
        return scope;
    }

    /// <summary>Goes back to the scope before.</summary>
    public void Dispose() => current = former;

    /// <summary>The next call's stream.</summary>
    /// <param name="module">Who asks, for the message.</param>
    /// <exception cref="InvalidOperationException">No scope is open on this thread.</exception>
    internal static CounterRandom Next(string module)
    {
        var position = current ?? throw new InvalidOperationException(
            $"{module}: nobody said where the random numbers come from. Got a forward pass in training mode outside of ForwardRandomness. " +
            "Expected ForwardRandomness.Begin(seed, step, shard) around it, as a Trainer does, or SetTraining(false).");
        if (position.Calls == MostCalls)
            throw new InvalidOperationException(
                $"{module}: too many random streams in one forward pass. Got more than {MostCalls}. Begin a scope for each forward pass.");
        return new CounterRandom(position.Seed, RandomPurpose.Dropout, position.FirstId | position.Calls++);
    }

    private sealed class Position(ulong seed, ulong firstId)
    {
        internal ulong Seed => seed;

        internal ulong FirstId => firstId;

        internal uint Calls { get; set; }
    }
}
