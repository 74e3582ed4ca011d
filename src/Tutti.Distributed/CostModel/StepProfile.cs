namespace Tutti.Distributed.CostModel;

/// <summary>When what happens in a training step of one worker, without waiting for others. Immutable.</summary>
public sealed record StepProfile
{
    /// <summary>Every parameter, in the model's order.</summary>
    public required IReadOnlyList<GradientTiming> Gradients { get; init; }

    /// <summary>Seconds of all forward and backward passes of the step; at least 0.</summary>
    public required double ComputeSeconds { get; init; }

    /// <summary>Seconds from the gradients' sum to the next step: clipping, the update, records; at least 0. Default 0.</summary>
    public double UpdateSeconds { get; init; }

    /// <summary>The part of <see cref="ComputeSeconds"/> that does not shrink with the batch; 0 to all of it. Default 0.</summary>
    public double FixedSeconds { get; init; }

    /// <summary>Elements that are summed with the last bucket besides gradients: loss and forward statistics; at least 0. Default 2.</summary>
    public int HeadElementCount { get; init; } = 2;

    /// <summary>Bytes of all gradients.</summary>
    public long GradientBytes => Gradients.Sum(gradient => (long)gradient.ElementCount) * sizeof(float);

    /// <summary>The same step with a part, or a multiple, of the samples: what is not fixed takes as many times as long.</summary>
    /// <param name="share">More than 0; 0.5 is half of the samples.</param>
    /// <returns>The scaled profile.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is not more than 0.</exception>
    public StepProfile ScaledTo(double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(share);
        if (ComputeSeconds == 0) return this;
        var compute = FixedSeconds + share * (ComputeSeconds - FixedSeconds);
        var factor = compute / ComputeSeconds;
        return this with
        {
            ComputeSeconds = compute,
            Gradients = [.. Gradients.Select(gradient => gradient with { FinalSeconds = gradient.FinalSeconds * factor })],
        };
    }

    internal IEnumerable<string> Validate()
    {
        if (!(ComputeSeconds >= 0 && double.IsFinite(ComputeSeconds))) yield return $"ComputeSeconds is {ComputeSeconds}, expected a finite number of at least 0";
        if (!(UpdateSeconds >= 0 && double.IsFinite(UpdateSeconds))) yield return $"UpdateSeconds is {UpdateSeconds}, expected a finite number of at least 0";
        if (!(FixedSeconds >= 0 && FixedSeconds <= ComputeSeconds)) yield return $"FixedSeconds is {FixedSeconds}, expected 0 to {ComputeSeconds}";
        if (HeadElementCount < 0) yield return $"HeadElementCount is {HeadElementCount}, expected at least 0";
        for (var index = 0; index < Gradients.Count; index++)
            if (Gradients[index] is var (count, final) && !(count >= 0 && final >= 0 && double.IsFinite(final)))
                yield return $"Gradients[{index}] has {count} elements, final after {final} s, expected at least 0 of each";
    }
}
