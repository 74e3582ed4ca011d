namespace Tutti.Communication.Simulation;

/// <summary>
/// What happens when, on a virtual clock. Ranks are threads, of which one at a time runs, until it would wait; then whoever is ready next,
/// as the seed chooses, goes on, and when nobody is, time jumps to the next event. So the same seed gives the same course to the event,
/// however busy the machine is.
/// </summary>
internal sealed class SimulatedSchedule : IDisposable
{
    private readonly PriorityQueue<PlannedEvent, (long Time, long Number)> events = new();
    private readonly List<SimulatedThread> threads = [];
    private readonly List<SimulatedThread> ready = [];
    private readonly ManualResetEventSlim over = new();
    private readonly long eventLimit;
    private long eventNumber;
    private int runningCount;

    internal SimulatedSchedule(int seed, long eventLimit)
    {
        Random = new Random(seed);
        this.eventLimit = eventLimit;
    }

    private readonly record struct PlannedEvent(string Kind, int From, int To, long Detail, Action Happen);

    internal VirtualClock Clock { get; } = new();

    internal TimeSpan Now => Clock.Now;

    /// <summary>The one source of chance, drawn from by whoever has the baton.</summary>
    internal Random Random { get; }

    internal SimulationTrace Trace { get; } = new();

    /// <summary>Why the simulation could not go on; null if it could.</summary>
    internal string? Failure { get; private set; }

    /// <summary>Plans an event. An empty kind keeps it out of the trace.</summary>
    internal void After(TimeSpan delay, string kind, int from, int to, Action happen, long detail = 0) =>
        events.Enqueue(new PlannedEvent(kind, from, to, detail, happen), ((Now + delay).Ticks, eventNumber++));

    internal SimulatedThread Add(string name, int rank, Action body)
    {
        var thread = new SimulatedThread(rank);
        threads.Add(thread);
        ready.Add(thread);
        runningCount++;
        thread.Start(name, () =>
        {
            try
            {
                body();
            }
            finally
            {
                runningCount--;
                HandOn(null);
            }
        });
        return thread;
    }

    /// <summary>Runs all threads to their ends.</summary>
    /// <param name="realLimit">How long that may take in real time.</param>
    /// <returns>Whether they have ended.</returns>
    internal bool Run(TimeSpan realLimit)
    {
        HandOn(null);
        return over.Wait(realLimit);
    }

    /// <summary>After the threads have ended: what is still planned up to a moment happens.</summary>
    internal void Drain(TimeSpan until)
    {
        while (events.TryPeek(out _, out var time) && time.Time <= until.Ticks) HappenNext();
    }

    /// <summary>Lets the thread sleep until it is woken, at most so long.</summary>
    internal void Sleep(SimulatedThread thread, TimeSpan limit)
    {
        if (!thread.IsWakeKept) Pass(thread, limit, isWakeable: true);
        thread.IsWakeKept = false;
        if (thread.Ending is { } ending) throw ending;
    }

    /// <summary>Lets so much time pass for the thread, which works meanwhile.</summary>
    internal void Work(SimulatedThread thread, TimeSpan duration)
    {
        var end = Now + duration;
        do Pass(thread, end - Now, isWakeable: false);
        while (Now < end && thread.Ending is null);
        if (thread.Ending is { } ending) throw ending;
    }

    internal void Wake(SimulatedThread thread)
    {
        if (thread.IsSleeping) MakeReady(thread);
        else thread.IsWakeKept = true;
    }

    /// <summary>The thread will throw this when it would next wait, or at once if it waits.</summary>
    internal void End(SimulatedThread thread, Exception ending)
    {
        thread.Ending ??= ending;
        thread.FrozenUntil = TimeSpan.Zero;
        // Its alarm is of no use any more, and it may be deaf to wake-ups.
        thread.SleepNumber++;
        if (!ready.Contains(thread) && thread.IsWaiting) Ready(thread);
    }

    public void Dispose() => over.Dispose();

    private void Pass(SimulatedThread thread, TimeSpan limit, bool isWakeable)
    {
        if (thread.Ending is not null) return;
        var number = ++thread.SleepNumber;
        (thread.IsSleeping, thread.IsWaiting) = (isWakeable, true);
        After(limit, "", thread.Rank, thread.Rank, () =>
        {
            if (thread.SleepNumber == number && thread.IsWaiting) MakeReady(thread);
        });
        HandOn(thread);
    }

    private void MakeReady(SimulatedThread thread)
    {
        // Later wake-ups and the alarm find it awake already.
        thread.SleepNumber++;
        Ready(thread);
    }

    private void Ready(SimulatedThread thread)
    {
        (thread.IsSleeping, thread.IsWaiting) = (false, false);
        ready.Add(thread);
    }

    // Gives the baton to whoever is next, and takes it back when this thread is.
    private void HandOn(SimulatedThread? thread)
    {
        var next = Next();
        if (ReferenceEquals(next, thread) && thread is not null) return;
        if (next is null) over.Set();
        else next.GiveBaton();
        thread?.AwaitBaton();
    }

    private SimulatedThread? Next()
    {
        while (runningCount > 0)
        {
            if (ready.Count > 0)
            {
                var index = Random.Next(ready.Count);
                var thread = ready[index];
                ready.RemoveAt(index);
                if (thread.FrozenUntil <= Now) return thread;
                After(thread.FrozenUntil - Now, "thaw", thread.Rank, thread.Rank, () => ready.Add(thread));
            }
            else if (events.Count == 0)
            {
                Fail("nothing can happen any more");
            }
            else
            {
                HappenNext();
            }
        }

        return null;
    }

    private void HappenNext()
    {
        events.TryDequeue(out var next, out var time);
        Clock.AdvanceTo(TimeSpan.FromTicks(time.Time));
        if (next.Kind.Length > 0) Trace.Add(Now, next.Kind, next.From, next.To, next.Detail);
        if (time.Number > eventLimit) Fail($"more than {eventLimit} events");
        next.Happen();
    }

    private void Fail(string reason)
    {
        if (Failure is not null) return;
        Failure = $"Simulation: {reason} at {Now}. The last events:{Environment.NewLine}{Trace}";
        foreach (var thread in threads) End(thread, new SimulationException(reason));
    }
}
