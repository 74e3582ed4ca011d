namespace Tutti.Communication.Simulation;

/// <summary>How simulated links behave: streams that lose nothing and keep the order, as TCP does. A lost packet is a delay.</summary>
internal sealed record NetworkOptions
{
    /// <summary>The shortest way from a rank to a rank.</summary>
    internal TimeSpan LeastDelay { get; init; } = TimeSpan.FromMicroseconds(20);

    /// <summary>The longest, but for losses; each piece takes its own time between the two.</summary>
    internal TimeSpan MostDelay { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>How often a piece is lost, 0 … 1; it is sent again, and may be lost again.</summary>
    internal double LossProbability { get; init; } = 0.01;

    /// <summary>How long after a loss, or the end of a cut, a piece is sent again.</summary>
    internal TimeSpan RetransmitDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How many bytes may be under way from a rank to a rank.</summary>
    internal int CapacityBytes { get; init; } = 64 << 10;

    /// <summary>How often only a part is taken of what is to be sent, or given of what is there, 0 … 1.</summary>
    internal double PartProbability { get; init; } = 0.2;
}
