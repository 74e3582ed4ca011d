namespace Tutti.Learning.Schedules;

/// <summary>How the learning rate changes in the course of a training.</summary>
/// <param name="baseRate">The optimizer's learning rate when the training began.</param>
/// <param name="step">The step the rate is for, from 0.</param>
/// <param name="stepCount">How many steps the whole training has.</param>
/// <returns>The learning rate of the step, greater than 0.</returns>
public delegate double Schedule(double baseRate, long step, long stepCount);

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
