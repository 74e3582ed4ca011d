using Tutti.Communication.Collectives;

namespace Tutti.Communication.Transports.Memory;

/// <summary>What a rank tells when it enters a phase of a collective: the contract, and where its own data are. Addresses mean something to
/// other threads only; processes look into staging areas.</summary>
internal struct Publication
{
    public CollectiveHeader Header;

    public long Number;

    public nint Source;

    public nint Target;
}
