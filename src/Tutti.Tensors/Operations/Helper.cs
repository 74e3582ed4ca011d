namespace Tutti.Tensors.Operations;

/// <summary>
/// One helper thread. It waits for its next part spinning, for microseconds, then asleep, and ends after the idle time, so that it does
/// not outlive its owner by more, nor burden a program that has stopped computing; <see cref="Post"/> starts it again.
/// </summary>
internal sealed class Helper(int number, TimeSpan idleTime)
{
    /// <summary>Pauses before sleeping, where processors suffice: longer than the usual time between two operations of a step.</summary>
    private const int SpinCount = 2000;

    /// <summary>Pauses where spinning takes time from threads that compute.</summary>
    private const int ShortSpinCount = 50;

    private const int Awake = 0, Asleep = 1, Ended = 2;
    private static int runningHelpers;

    // `posted` counts the parts handed over, `done` those worked off. Whoever goes to sleep first raises a flag (`state`, `ownerSleeps`)
    // and then looks at the other's counter; whoever counts up looks at the other's flag afterwards. All four are interlocked
    // operations, so one of the two sees the other and no wake-up is lost. A signal that comes late only causes one more look.
    private readonly AutoResetEvent wakeUp = new(false), finished = new(false);
    private int posted, done, ownerSleeps, state = Ended;
    private RangeJob? job;
    private nint body;
    private int start, end;

    /// <summary>Whether the thread has ended, or not begun.</summary>
    public bool HasEnded => Volatile.Read(ref state) == Ended;

    /// <summary>What the last part threw, if anything. To be read after <see cref="Join"/>.</summary>
    public Exception? Error { get; private set; }

    /// <summary>Hands over a part. The owner calls <see cref="Join"/> before the next.</summary>
    public void Post(RangeJob job, nint body, int start, int end)
    {
        (this.job, this.body, this.start, this.end, Error) = (job, body, start, end, null);
        Interlocked.Increment(ref posted);
        switch (Interlocked.Exchange(ref state, Awake))
        {
            case Asleep:
                wakeUp.Set();
                break;
            case Ended:
                StartThread();
                break;
        }
    }

    /// <summary>
    /// Waits until the part has ended. There is no deadline: the part is a computation of the owner's and ends by itself.
    /// </summary>
    public void Join()
    {
        for (var spins = Spins(); spins > 0 && Volatile.Read(ref done) != posted; spins--) Thread.SpinWait(1);
        if (Volatile.Read(ref done) == posted) return;
        Interlocked.Exchange(ref ownerSleeps, 1);
        while (Volatile.Read(ref done) != posted) finished.WaitOne();
        Volatile.Write(ref ownerSleeps, 0);
    }

    private void StartThread()
    {
        try
        {
            new Thread(Work) { IsBackground = true, Name = $"Tutti compute helper {number}" }.Start();
        }
        catch
        {
            // Nobody will do the part; the next one must be able to try again.
            posted = done;
            state = Ended;
            throw;
        }
    }

    private void Work()
    {
        // What a part calls in turn, it computes alone.
        using var alone = ComputeThreads.Use(1);
        Interlocked.Increment(ref runningHelpers);
        while (WaitForPart())
        {
            try
            {
                job!.Run(body, start, end);
            }
            catch (Exception exception)
            {
                Error = exception;
            }
            Interlocked.Increment(ref done);
            if (Volatile.Read(ref ownerSleeps) != 0) finished.Set();
        }
        Interlocked.Decrement(ref runningHelpers);
    }

    private bool WaitForPart()
    {
        for (var spins = Spins(); spins > 0 && Volatile.Read(ref posted) == done; spins--) Thread.SpinWait(1);
        if (Volatile.Read(ref posted) != done) return true;
        Interlocked.Exchange(ref state, Asleep);
        while (Volatile.Read(ref posted) == done)
        {
            // If the exchange fails, Post has just handed over a part; if it succeeds, Post will find the thread ended and start another.
            if (!wakeUp.WaitOne(idleTime) && Interlocked.CompareExchange(ref state, Ended, Asleep) == Asleep) return false;
        }
        Interlocked.Exchange(ref state, Awake);
        return true;
    }

    private static int Spins() => Volatile.Read(ref runningHelpers) < Environment.ProcessorCount ? SpinCount : ShortSpinCount;
}
