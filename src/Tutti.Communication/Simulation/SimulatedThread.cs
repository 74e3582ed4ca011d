using Tutti.Communication.Transports.Threads;

namespace Tutti.Communication.Simulation;

/// <summary>
/// The thread of one rank. It runs only while it has the baton of its <see cref="SimulatedSchedule"/>, which it hands on when it would
/// wait.
/// </summary>
internal sealed class SimulatedThread
{
    private const int StackBytes = 1 << 20;
    private readonly Parker parker = new();
    private volatile bool hasBaton;

    internal SimulatedThread(int rank) => Rank = rank;

    internal int Rank { get; }

    /// <summary>It has handed on the baton and is not ready to take it.</summary>
    internal bool IsWaiting { get; set; }

    /// <summary>It waits, and may be woken before its time.</summary>
    internal bool IsSleeping { get; set; }

    /// <summary>Counts sleeps, so that the alarm of one does not end another.</summary>
    internal long SleepNumber { get; set; }

    /// <summary>Somebody wanted to wake it while it was awake, or could not be woken.</summary>
    internal bool IsWakeKept { get; set; }

    internal TimeSpan FrozenUntil { get; set; }

    /// <summary>Thrown instead of sleeping from now on: the rank was killed, or the simulation has failed.</summary>
    internal Exception? Ending { get; set; }

    internal void Start(string name, Action body)
    {
        new Thread(() => { AwaitBaton(); body(); }, StackBytes) { IsBackground = true, Name = name }.Start();
    }

    internal void GiveBaton()
    {
        hasBaton = true;
        parker.Wake();
    }

    /// <summary>In real time: the others run as long as they need.</summary>
    internal void AwaitBaton()
    {
        while (!hasBaton) parker.Sleep(TimeSpan.FromSeconds(1));
        hasBaton = false;
    }
}
