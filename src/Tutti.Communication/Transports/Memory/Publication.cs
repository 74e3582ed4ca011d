using System.Numerics;
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

    /// <summary>The same number exactly where contract and number are the same, as good as certainly; certainly another where one field differs.</summary>
    internal readonly ulong Digest
    {
        get
        {
            var kinds = (uint)Header.Operation | ((ulong)Header.Element << 8) | ((ulong)Header.Reduction << 16);
            var digest = Mix(Mix(kinds, (ulong)Number), (ulong)Header.Count);
            return Mix(Mix(digest, (ulong)Header.Detail), Header.Digest);
        }
    }

    // A bijection of either operand.
    private static ulong Mix(ulong digest, ulong value) => BitOperations.RotateLeft((digest ^ value) * 0x9E3779B97F4A7C15, 29);
}
