namespace Tutti.Learning.Schedules;

/// <summary>
/// The schedules that come with Tutti. What depends on a measurement instead of the step is <see cref="ReduceOnPlateau"/>.
/// </summary>
public static class Schedules
{
    /// <summary>The same rate throughout.</summary>
    public static Schedule Constant { get; } = static (baseRate, _, _) => baseRate;

    /// <summary>
    /// From the base rate down to almost 0 along half a cosine: base (1 + cos(π t / T)) / 2 in step t of T (Loshchilov and Hutter 2017,
    /// "SGDR", one cycle without restart). The last steps are small, so that the result depends less on where the training ends.
    /// </summary>
    public static Schedule Cosine { get; } =
        static (baseRate, step, stepCount) => baseRate * (1 + Math.Cos(Math.PI * step / stepCount)) / 2;

    /// <summary>The rate is multiplied by a factor every so many steps: base γ^⌊t / size⌋.</summary>
    /// <param name="stepSize">Steps with the same rate, at least 1.</param>
    /// <param name="gamma">The factor γ, more than 0. Default 0.1.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static Schedule Step(long stepSize, double gamma = 0.1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stepSize, 1);
        if (!(gamma > 0 && double.IsFinite(gamma))) throw OutOfRange(nameof(Step), nameof(gamma), gamma, "more than 0");
        return (baseRate, step, _) => baseRate * Math.Pow(gamma, step / stepSize);
    }

    /// <summary>
    /// Along a cosine between the base rate and a least one: least + (base − least) (1 + cos(π t / period)) / 2. Half a wave takes a
    /// period; after it the rate goes up again.
    /// </summary>
    /// <param name="period">Steps from the base rate to the least, at least 1.</param>
    /// <param name="minimum">The least rate, at least 0. Default 0.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static Schedule CosineAnnealing(long period, double minimum = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        if (!(minimum >= 0 && double.IsFinite(minimum))) throw OutOfRange(nameof(CosineAnnealing), nameof(minimum), minimum, "at least 0");
        return (baseRate, step, _) => minimum + (baseRate - minimum) * (1 + Math.Cos(Math.PI * step / period)) / 2;
    }

    /// <summary>
    /// Along a line from one share of the base rate to another, then constant: base (start + (end − start) min(t, steps) / steps). From
    /// little to 1 it is a warm-up; see <see cref="Sequential"/>.
    /// </summary>
    /// <param name="startFactor">The share at step 0, at least 0. Default 1/3.</param>
    /// <param name="endFactor">The share from <paramref name="steps"/> on, at least 0. Default 1.</param>
    /// <param name="steps">How many steps the line takes, at least 1. Default 5.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static Schedule Linear(double startFactor = 1.0 / 3, double endFactor = 1, long steps = 5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        CheckFactor(nameof(startFactor), startFactor);
        CheckFactor(nameof(endFactor), endFactor);
        return (baseRate, step, _) => baseRate * (startFactor + (endFactor - startFactor) * Math.Min(step, steps) / steps);
    }

    /// <summary>
    /// One cycle (Smith and Topin 2018, in PyTorch's variant with two phases): from a small rate up to the largest in a share of the steps,
    /// then down to a far smaller one. The base rate is not used.
    /// </summary>
    /// <param name="options">The largest rate and the curve.</param>
    /// <returns>The schedule of the learning rate.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all problems.</exception>
    public static Schedule OneCycle(OneCycleOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid();
        var initial = options.MaximumRate / options.InitialDivisor;
        return (_, step, stepCount) => options.Between(step, stepCount, initial, options.MaximumRate, initial / options.FinalDivisor);
    }

    /// <summary>
    /// The momentum that belongs to <see cref="OneCycle"/>, for <see cref="Optimizers.Optimizer.Momentum"/>: along the same curve from the
    /// largest down to the least where the rate is largest, and back. The base value is not used.
    /// </summary>
    /// <param name="options">The same options.</param>
    /// <returns>The schedule of the momentum.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all problems.</exception>
    public static Schedule OneCycleMomentum(OneCycleOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid();
        return (_, step, stepCount) =>
            options.Between(step, stepCount, options.MaximumMomentum, options.BaseMomentum, options.MaximumMomentum);
    }

    /// <summary>
    /// One schedule after the other: the i-th from step <paramref name="milestones"/>[i − 1] on. Each counts its own steps from 0, and
    /// takes those up to the next milestone for the whole training.
    /// </summary>
    /// <param name="schedules">At least one.</param>
    /// <param name="milestones">The steps at which the next one begins, ascending, one fewer than schedules.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="ArgumentException">The counts do not fit, or the milestones do not ascend from 1 or more.</exception>
    /// <example><code>Schedules.Sequential([Schedules.Linear(0.01, 1, 500), Schedules.Cosine], [500])</code></example>
    public static Schedule Sequential(IReadOnlyList<Schedule> schedules, IReadOnlyList<long> milestones)
    {
        ArgumentNullException.ThrowIfNull(schedules);
        ArgumentNullException.ThrowIfNull(milestones);
        Schedule[] parts = [.. schedules];
        long[] begins = [0, .. milestones];
        if (parts.Length != begins.Length || parts.Contains(null!))
            throw new ArgumentException(
                $"Sequential: the counts do not fit. Got {parts.Length} schedules and {milestones.Count} milestones. " +
                "Expected one milestone between two schedules.");
        for (var i = 1; i < begins.Length; i++)
            if (begins[i] <= begins[i - 1])
                throw new ArgumentException(
                    $"Sequential: the milestones do not ascend. Got [{string.Join(", ", milestones)}]. " +
                    "Expected ascending steps from 1 on.");
        return (baseRate, step, stepCount) =>
        {
            var part = Array.FindLastIndex(begins, begin => begin <= step);
            var end = part + 1 < begins.Length ? begins[part + 1] : Math.Max(stepCount, begins[part] + 1);
            return parts[part](baseRate, step - begins[part], end - begins[part]);
        };
    }

    private static void CheckFactor(string name, double value)
    {
        if (!(value >= 0 && double.IsFinite(value))) throw OutOfRange(nameof(Linear), name, value, "at least 0");
    }

    private static ArgumentOutOfRangeException OutOfRange(string schedule, string name, double value, string expected) =>
        new(name, value, $"{schedule}: {name} is out of range. Got {value}. Expected a finite number, {expected}.");
}
