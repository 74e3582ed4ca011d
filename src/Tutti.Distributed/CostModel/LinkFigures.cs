namespace Tutti.Distributed.CostModel;

/// <summary>
/// What messages between ranks cost, in the terms of LogGP (Alexandrov, Ionescu, Schauser, Scheiman 1995): a message of n bytes is there
/// <see cref="LatencySeconds"/> + <see cref="MessageSeconds"/> + n · <see cref="ByteSeconds"/> after it was sent; messages to several
/// ranks share the latency, but neither the time of a message nor that of its bytes. Links are full duplex and alike. Immutable.
/// </summary>
public sealed record LinkFigures
{
    /// <summary>α: seconds from sending to receiving, of which the ranks know nothing; at least 0.</summary>
    public required double LatencySeconds { get; init; }

    /// <summary>o: seconds for which a message keeps its sender or receiver busy, whatever its size; at least 0. Default 5 µs.</summary>
    public double MessageSeconds { get; init; } = 5e-6;

    /// <summary>β: seconds a byte that a rank sends; more than 0.</summary>
    public required double ByteSeconds { get; init; }

    /// <summary>γ: seconds to add a byte of one buffer to another; at least 0. Default 0.15 ns.</summary>
    public double ReductionSeconds { get; init; } = 1.5e-10;

    /// <summary>The bandwidth that <see cref="ByteSeconds"/> stands for, in megabits (10⁶) a second.</summary>
    public double Megabits => 8e-6 / ByteSeconds;

    /// <summary>Figures as links are described in words.</summary>
    /// <param name="latencyMicroseconds">α in microseconds; at least 0.</param>
    /// <param name="megabits">Bandwidth in each direction, in megabits (10⁶) a second; more than 0.</param>
    /// <returns>The figures, the others by default.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static LinkFigures From(double latencyMicroseconds, double megabits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(latencyMicroseconds);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(megabits);
        return new LinkFigures { LatencySeconds = latencyMicroseconds * 1e-6, ByteSeconds = 8e-6 / megabits };
    }

    internal IEnumerable<string> Validate()
    {
        foreach (var (name, value) in new[]
        {
            (nameof(LatencySeconds), LatencySeconds), (nameof(MessageSeconds), MessageSeconds), (nameof(ReductionSeconds), ReductionSeconds),
        })
            if (!(value >= 0 && double.IsFinite(value))) yield return $"{name} is {value}, expected a finite number of at least 0";
        if (!(ByteSeconds > 0 && double.IsFinite(ByteSeconds)))
            yield return $"{nameof(ByteSeconds)} is {ByteSeconds}, expected a finite number greater than 0";
    }
}
