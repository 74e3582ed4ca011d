using System.Runtime.InteropServices;

namespace Tutti.Communication.Transports.SharedMemory;

/// <summary>What others write for a rank, apart from its slot, which only the rank itself writes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 8)]
internal struct RankSeat
{
    /// <summary>1: a wake-up has come since the rank last looked. The rank sleeps while it is 0.</summary>
    [FieldOffset(0)] public int Woken;

    /// <summary>1: a process has taken the rank.</summary>
    [FieldOffset(4)] public int Taken;
}
