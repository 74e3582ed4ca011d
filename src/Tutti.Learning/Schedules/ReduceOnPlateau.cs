namespace Tutti.Learning.Schedules;

/// <summary>
/// A learning rate that falls when a metric stops getting better, step by step as PyTorch's <c>ReduceLROnPlateau</c>. Report the same
/// metric on every rank, so that all have the same rate. Not thread-safe.
/// </summary>
/// <example><code>
/// var plateau = new ReduceOnPlateau(optimizer.LearningRate);
/// optimizer.LearningRate = plateau.Report(validationLoss);
/// </code></example>
public sealed class ReduceOnPlateau
{
    private readonly ReduceOnPlateauOptions options;

    /// <summary>Begins with a rate.</summary>
    /// <param name="rate">The learning rate at first, more than 0.</param>
    /// <param name="options">When and how far it falls; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not.</exception>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all problems.</exception>
    public ReduceOnPlateau(double rate, ReduceOnPlateauOptions? options = null)
    {
        if (!(rate > 0 && double.IsFinite(rate)))
            throw new ArgumentOutOfRangeException(nameof(rate), rate,
                $"ReduceOnPlateau: the rate makes no sense. Got {rate}. Expected a finite number more than 0.");
        this.options = options ?? new();
        this.options.ThrowIfInvalid();
        State = new(rate, null, 0, 0);
    }

    /// <summary>The learning rate of now.</summary>
    public double Rate => State.Rate;

    /// <summary>All that the next report depends on besides the options.</summary>
    public ReduceOnPlateauState State { get; private set; }

    /// <summary>Goes back to where another one with the same options stood.</summary>
    /// <param name="state">Its <see cref="State"/>.</param>
    /// <exception cref="ArgumentException">A number in it makes no sense.</exception>
    public void Restore(ReduceOnPlateauState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (!(state.Rate >= 0 && double.IsFinite(state.Rate)) || state.BadCount < 0 || state.CooldownLeft < 0)
            throw new ArgumentException($"ReduceOnPlateau: the state makes no sense. Got {state}. Expected numbers of at least 0.");
        State = state;
    }

    /// <summary>
    /// Tells the next metric. Better than the best so far by the threshold: it is the best, and bad reports are forgotten; else, NaN
    /// included, it is bad. During a cooldown none is bad. After more bad ones in a row than the patience, the rate falls and the cooldown
    /// begins.
    /// </summary>
    /// <param name="metric">For instance the loss of an epoch's validation.</param>
    /// <returns>The learning rate from now on.</returns>
    public double Report(double metric)
    {
        var (rate, best, bad, cooldown) = State;
        if (IsBetter(metric, best)) (best, bad) = (metric, 0);
        else bad++;
        if (cooldown > 0) (cooldown, bad) = (cooldown - 1, 0);
        if (bad > options.Patience)
        {
            var next = Math.Max(rate * options.Factor, options.MinimumRate);
            if (rate - next > options.LeastChange) rate = next;
            (cooldown, bad) = (options.Cooldown, 0);
        }
        State = new(rate, best, bad, cooldown);
        return rate;
    }

    private bool IsBetter(double metric, double? best)
    {
        var isMinimum = options.Mode == PlateauMode.Minimize;
        if (best is not { } known) return isMinimum ? metric < double.PositiveInfinity : metric > double.NegativeInfinity;
        var margin = options.IsThresholdAbsolute ? options.Threshold : options.Threshold * known;
        return isMinimum ? metric < known - margin : metric > known + margin;
    }
}
