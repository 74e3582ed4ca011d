using System.Diagnostics;

namespace Tutti.Communication.Transports.Threads;

/// <summary>
/// Where one thread sleeps until another wakes it. A wake-up that comes first is kept; a wake-up too many does no harm. An interruption
/// (<see cref="Thread.Interrupt"/>) is kept for the thread's next wait elsewhere: a thread that left a collective by it would take away
/// memory that others still touch.
/// </summary>
internal sealed class Parker
{
    private readonly object gate = new();
    private bool signalled;

    internal void Wake()
    {
        var isInterrupted = false;
        while (!TryWake()) isInterrupted = true;
        if (isInterrupted) Thread.CurrentThread.Interrupt();
    }

    internal void Sleep(TimeSpan limit)
    {
        var since = Stopwatch.GetTimestamp();
        var isInterrupted = false;
        while (!TrySleep(limit - Stopwatch.GetElapsedTime(since))) isInterrupted = true;
        if (isInterrupted) Thread.CurrentThread.Interrupt();
    }

    private bool TryWake()
    {
        try
        {
            lock (gate)
            {
                signalled = true;
                Monitor.Pulse(gate);
            }

            return true;
        }
        catch (ThreadInterruptedException)
        {
            return false;
        }
    }

    private bool TrySleep(TimeSpan limit)
    {
        try
        {
            lock (gate)
            {
                if (!signalled && limit > TimeSpan.Zero) Monitor.Wait(gate, limit);
                signalled = false;
            }

            return true;
        }
        catch (ThreadInterruptedException)
        {
            return false;
        }
    }
}
