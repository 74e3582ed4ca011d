namespace Tutti.Distributed.CostModel;

/// <summary>
/// Predicts how a training step scales with the number of workers, from what one worker was measured to compute, and links. For each number
/// of workers buckets are chosen anew (<see cref="BucketChoice"/>). Immutable and thread-safe.
/// </summary>
public sealed class ScalingModel
{
    private readonly StepProfile profile;
    private readonly LinkFigures links;
    private readonly int ranksPerMachine;
    private readonly double aloneSeconds;

    /// <summary>Makes a model.</summary>
    /// <param name="profile">A worker's step with the whole batch of weak scaling, or the global batch of strong scaling.</param>
    /// <param name="links">What messages cost.</param>
    /// <param name="ranksPerMachine">How many workers share a machine's memory; at least 1, the default.</param>
    /// <exception cref="ArgumentException">A number is out of range; the message has all problems.</exception>
    public ScalingModel(StepProfile profile, LinkFigures links, int ranksPerMachine = 1)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(links);
        (this.profile, this.links, this.ranksPerMachine) = (profile, links, ranksPerMachine);
        aloneSeconds = StepSimulator.Run(profile, new SumCost(links, 1, ranksPerMachine: ranksPerMachine), int.MaxValue).StepSeconds;
    }

    /// <summary>Weak scaling: every worker has the profile's batch, so P workers do P times the work in a step.</summary>
    /// <param name="workers">P, at least 1.</param>
    /// <returns>The prediction.</returns>
    public ScalingPoint Weak(int workers) => Predict(workers, profile, workers);

    /// <summary>Strong scaling: all workers together have the profile's batch, each a part of it.</summary>
    /// <param name="workers">P, at least 1.</param>
    /// <returns>The prediction.</returns>
    public ScalingPoint Strong(int workers) => Predict(workers, profile.ScaledTo(1.0 / workers), 1);

    private ScalingPoint Predict(int workers, StepProfile own, double work)
    {
        var decision = BucketChoice.Choose(own, new SumCost(links, workers, ranksPerMachine: ranksPerMachine));
        var speedUp = decision.Prediction!.StepSeconds > 0 ? work * aloneSeconds / decision.Prediction.StepSeconds : workers;
        return new ScalingPoint(workers, decision.BucketBytes, decision.Prediction, speedUp);
    }
}
