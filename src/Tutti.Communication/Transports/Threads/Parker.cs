namespace Tutti.Communication.Transports.Threads;

/// <summary>Where one thread sleeps until another wakes it. A wake-up that comes first is kept; a wake-up too many does no harm.</summary>
internal sealed class Parker
{
    private readonly object gate = new();
    private bool signalled;

    internal void Wake()
    {
        lock (gate)
        {
            signalled = true;
            Monitor.Pulse(gate);
        }
    }

    internal void Sleep(TimeSpan limit)
    {
        lock (gate)
        {
            if (!signalled) Monitor.Wait(gate, limit);
            signalled = false;
        }
    }
}
