using Tutti.Communication.Collectives;

namespace Tutti.Communication.Transports.Threads;

/// <summary>What a rank tells when it enters a collective: the contract, and where and how long its own data are.</summary>
internal struct Publication
{
    public CollectiveHeader Header;

    public nint Address;

    public long Length;
}
