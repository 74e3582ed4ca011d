using System.Runtime.InteropServices;
using Tutti.Communication.Collectives;

namespace Tutti.Communication.Membership;

/// <summary>
/// One operation in a flight recorder's file: 64 bytes, in the byte order of the machine, which is little endian wherever Tutti runs.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal struct FlightEntry
{
    /// <summary>Which of all entries this is, counted from 1; 0 while it is being written. Written first as 0, last as itself.</summary>
    [FieldOffset(0)] public long Position;

    /// <summary>The operation's number in its group.</summary>
    [FieldOffset(8)] public long Number;

    /// <summary>When it began, as <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/> counts.</summary>
    [FieldOffset(16)] public long Started;

    /// <summary>When it ended; 0 while it runs.</summary>
    [FieldOffset(24)] public long Ended;

    [FieldOffset(32)] public long Count;

    [FieldOffset(40)] public long Detail;

    [FieldOffset(48)] public ulong Digest;

    [FieldOffset(56)] public byte Operation;

    [FieldOffset(57)] public byte Element;

    [FieldOffset(58)] public byte Reduction;

    /// <summary>The group, by its context number.</summary>
    [FieldOffset(60)] public int Context;

    /// <summary>Where a rank is if this is what it does, or did last.</summary>
    internal readonly RankActivity ActivityAt(long now, long frequency) => new(
        Math.Max(0, Number), ((CollectiveOperation)Operation).ToString(), Ended == 0,
        TimeSpan.FromSeconds(Math.Max(0, now - (Ended == 0 ? Started : Ended)) / (double)frequency));
}
