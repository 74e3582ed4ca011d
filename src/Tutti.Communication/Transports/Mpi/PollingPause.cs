using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Tutti.Communication.Transports.Mpi;

/// <summary>
/// What a rank does between two looks at MPI, which has nothing to sleep on: for a while nothing, then it yields, then it sleeps for a
/// sixteenth of the time that it has waited, 20 µs to 1 ms, so that waiting costs a sixteenth of latency at most and next to no processor
/// time. With more ranks than cores it yields from the start. A yield that comes back late has met a foreign busy process; it sleeps from
/// then on.
/// </summary>
internal sealed partial class PollingPause(bool isCrowded)
{
    private static readonly long SpinTicks = Stopwatch.Frequency / 10_000;
    private static readonly long YieldTicks = Stopwatch.Frequency / 2_000;
    private static readonly long LateYieldTicks = Stopwatch.Frequency / 20_000;

    private long since;
    private bool mayYield;

    /// <summary>Something moved, or a new wait begins.</summary>
    internal void Restart() => since = 0;

    /// <summary>Nothing moved: waits a little, never longer than the limit.</summary>
    /// <param name="limit">The longest wait.</param>
    /// <param name="maySleep">Whether nothing depends on looking often; otherwise it yields instead.</param>
    internal void Pause(TimeSpan limit, bool maySleep = true)
    {
        var now = Stopwatch.GetTimestamp();
        if (since == 0)
        {
            since = now;
            mayYield = true;
        }

        var waited = now - since;
        if (waited < SpinTicks && !isCrowded) return;
        if (!maySleep || waited < YieldTicks && mayYield)
        {
            Thread.Yield();
            mayYield = Stopwatch.GetTimestamp() - now < LateYieldTicks;
            return;
        }

        var microseconds = Math.Clamp(waited / 16 * 1_000_000 / Stopwatch.Frequency, 20, 1_000);
        SleepMicroseconds((uint)Math.Clamp(limit.TotalMicroseconds, 0, microseconds));
    }

    [LibraryImport("libc", EntryPoint = "usleep")]
    private static partial int SleepMicroseconds(uint microseconds);
}
