namespace Tutti.Learning.Schedules;

/// <summary>The schedules that come with Tutti.</summary>
public static class Schedules
{
    /// <summary>The same rate throughout.</summary>
    public static Schedule Constant { get; } = static (baseRate, _, _) => baseRate;

    /// <summary>
    /// From the base rate down to almost 0 along half a cosine: base (1 + cos(π t / T)) / 2 in step t of T (Loshchilov and Hutter 2017,
    /// "SGDR", one cycle without restart). The last steps are small, so that the result depends less on where the training ends.
    /// </summary>
    public static Schedule Cosine { get; } = static (baseRate, step, stepCount) => baseRate * (1 + Math.Cos(Math.PI * step / stepCount)) / 2;
}
