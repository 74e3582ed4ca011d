using System.Runtime.InteropServices;
using Tutti.Communication.Collectives;

namespace Tutti.Communication.Transports.Memory;

/// <summary>
/// What one rank shows the others. Only the rank itself writes; each group of fields that is written at another time has its own cache
/// lines (pairs of them: processors prefetch the neighbour). Publications alternate, because a quick rank may publish its next operation
/// while a slow one still reads the last; it cannot be two ahead, since it waits for the slow one in between.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 512)]
internal struct RankSlot
{
    /// <summary>The last operation that the rank has entered and published.</summary>
    [FieldOffset(0)] public long Arrived;

    /// <summary>
    /// The last operation in which the rank may touch other ranks' memory: set when all had arrived, before looking for a fault.
    /// </summary>
    [FieldOffset(8)] public long Entered;

    /// <summary>The last operation in which the rank has finished touching other ranks' memory.</summary>
    [FieldOffset(16)] public long Finished;

    /// <summary>Not zero: the rank has thrown out of a collective and will never again touch other ranks' memory.</summary>
    [FieldOffset(24)] public int Withdrawn;

    /// <summary>Not zero: the rank's worker has ended.</summary>
    [FieldOffset(28)] public int Departed;

    [FieldOffset(128)] public Publication Even;

    [FieldOffset(256)] public Publication Odd;

    /// <summary>One more than the rank that this rank sleeps for, 0 while awake.</summary>
    [FieldOffset(384)] public int SleepsFor;

    /// <summary>In <see cref="SleepsFor"/>: the rank sleeps for messages of any.</summary>
    internal const int Messages = -1;
}
