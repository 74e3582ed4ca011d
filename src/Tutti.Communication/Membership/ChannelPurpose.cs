namespace Tutti.Communication.Membership;

/// <summary>
/// What a connection is for: both ends must mean the same, so that a data link cannot land at a coordinator. The numbers
/// travel.
/// </summary>
internal enum ChannelPurpose : byte
{
    Control = 1,
    Data,
    Check,
}
