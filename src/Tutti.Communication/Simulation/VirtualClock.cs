namespace Tutti.Communication.Simulation;

/// <summary>Time that passes only when the simulation says so.</summary>
internal sealed class VirtualClock : TimeProvider
{
    private static readonly DateTimeOffset Beginning = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Since the simulation began.</summary>
    internal TimeSpan Now { get; private set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    // Those who keep timestamps take zero for none.
    public override long GetTimestamp() => Now.Ticks + 1;

    public override DateTimeOffset GetUtcNow() => Beginning + Now;

    internal void AdvanceTo(TimeSpan time)
    {
        if (time > Now) Now = time;
    }
}
