namespace Tutti.Communication.Transports.Messages;

/// <summary>Where algorithms over messages change over; the same on every rank. Tests make segments tiny.</summary>
internal sealed record MessageTuning
{
    internal static MessageTuning Default { get; } = new();

    /// <summary>
    /// How many bytes of a chunk are reduced or passed on at a time, so that work and transfer overlap. A multiple of 64.
    /// </summary>
    internal int SegmentBytes { get; init; } = 256 << 10;

    /// <summary>Up to here every rank sends everything to everyone who needs it: one step.</summary>
    internal int DirectBytes { get; init; } = 16 << 10;

    /// <summary>Up to here a broadcast goes down a binomial tree whole; above it is scattered and gathered.</summary>
    internal int TreeBytes { get; init; } = 64 << 10;

    /// <summary>The largest message.</summary>
    internal long MessageBytes { get; init; } = MessageHeader.MostPayloadBytes;
}
