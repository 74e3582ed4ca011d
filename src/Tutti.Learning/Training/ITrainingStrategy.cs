using Tutti.Tensors;

namespace Tutti.Learning.Training;

/// <summary>
/// How workers share one training run. A step has a fixed number of logical shards; the strategy says which of them this worker computes
/// and combines all shards' gradients so that the result depends on the shards, never on who computed them.
/// For each step the trainer calls, on every worker in the same order: for each own shard <see cref="BeginShard"/>, then forward and
/// backward, then <see cref="CompleteShard"/>, or only <see cref="SkipShard"/> if the shard has no samples; then <see cref="CompleteStep"/>
/// once. Not thread-safe.
/// </summary>
public interface ITrainingStrategy
{
    /// <summary>One word for records and summaries, for instance <c>data-parallel</c>.</summary>
    string Name { get; }

    /// <summary>This worker's position, 0 … WorkerCount − 1. Rank 0 writes the run's files.</summary>
    int Rank { get; }

    /// <summary>How many workers train together; at least 1.</summary>
    int WorkerCount { get; }

    /// <summary>How many logical shards a step has, on all workers together; at least <see cref="WorkerCount"/>.</summary>
    int ShardCount { get; }

    /// <summary>
    /// What later steps need of earlier ones besides the model, for instance what compression has lost so far; once attached. A training
    /// state holds it. Null, the default: nothing.
    /// </summary>
    IStrategyMemory? Memory => null;

    /// <summary>
    /// How the shards of a step know each other's statistics, for <see cref="Modules.BatchSynchronization"/> around each shard's forward pass;
    /// null, the default: batch normalisation looks at each shard alone. With it all shards of a step must do the same operations, each in
    /// one pass, and <see cref="SkipShard"/> returns when the others' passes are over.
    /// </summary>
    IStatisticsExchange? StatisticsExchange => null;

    /// <summary>The logical shards that this worker computes, ascending.</summary>
    ReadOnlySpan<int> OwnShards { get; }

    /// <summary>
    /// Takes the model in: gives every rank rank 0's parameter values and forward statistics, and binds the gradients. Collective; called before the first step.
    /// </summary>
    /// <param name="model">This worker's replica.</param>
    /// <exception cref="InvalidOperationException">The ranks' models differ in a parameter's name or length; the message names both.</exception>
    void Attach(IParameterSource model);

    /// <summary>
    /// Divides the update of the attached model among the workers, if the strategy was told to. Called after <see cref="Attach"/>, before
    /// the first step. By default every worker updates the whole model.
    /// </summary>
    /// <param name="canDivideParameters">
    /// Whether a part of a parameter may be updated alone (<see cref="Optimizers.Optimizer.IsElementwise"/>); else parameters are given to
    /// workers whole. The same on every worker.
    /// </param>
    /// <returns>This worker's part; null if it updates everything.</returns>
    IShardedUpdate? DivideUpdate(bool canDivideParameters) => null;

    /// <summary>
    /// How many bytes of memory this worker's gradients take between steps, its shards' and their sum's, as far as the strategy holds
    /// them. By default 0: they are the model's alone.
    /// </summary>
    long GradientBytes => 0;

    /// <summary>
    /// The most bytes that gradients took at a time: <see cref="GradientBytes"/>, and complete gradients that the model held until the
    /// strategy took them over. By default no more.
    /// </summary>
    long PeakGradientBytes => GradientBytes;

    /// <summary>Makes the coming backward pass leave its gradients in the shard's own memory.</summary>
    /// <param name="position">Index into <see cref="OwnShards"/>.</param>
    void BeginShard(int position);

    /// <summary>Whether <see cref="CompleteGradient"/> is of use now; may change between steps. By default it is not.</summary>
    bool FollowsGradients => false;

    /// <summary>
    /// Says, while the last backward pass of the begun shard still runs, that a parameter's gradient is final, so that a strategy may begin to
    /// combine it. Parameters come in any order, each at most once; <see cref="CompleteShard"/> completes those that did not. By default
    /// nothing happens before. Called only while <see cref="FollowsGradients"/>, by a trainer, and with a <see cref="StatisticsExchange"/> not in
    /// steps in which a shard has no samples: its worker could not take part in a sum meanwhile.
    /// </summary>
    /// <param name="index">The parameter's index in the model.</param>
    void CompleteGradient(int index)
    {
    }

    /// <summary>Ends the shard: its gradients are final. They and the loss are already weighted by the shard's share of the batch.</summary>
    /// <param name="position">Index into <see cref="OwnShards"/>.</param>
    /// <param name="weightedLoss">The shard's mean loss times (its samples / the batch's samples).</param>
    /// <param name="weight">The shard's samples / the batch's samples: how much its forward statistics count.</param>
    void CompleteShard(int position, float weightedLoss, double weight);

    /// <summary>Stands for the shard if it has no samples in this step: its gradients and its loss are zero.</summary>
    /// <param name="position">Index into <see cref="OwnShards"/>.</param>
    void SkipShard(int position);

    /// <summary>
    /// Sums all shards' gradients and losses in one fixed binary tree over shard numbers. Afterwards the model's gradients hold the sum, or,
    /// where the update is divided, those of <see cref="IShardedUpdate.Own"/> do, and what its forward pass changes
    /// (<see cref="IForwardStatistics"/>) is the same on every rank. Collective.
    /// </summary>
    /// <param name="wantsToStop">Whether this rank was asked to stop; all ranks learn of it together.</param>
    /// <returns>The mean loss of the whole batch, and whether any rank wants to stop; the same bits on every rank.</returns>
    StepOutcome CompleteStep(bool wantsToStop);

    /// <summary>Joins what every rank contributes, in rank order; contributions may differ in length. Collective.</summary>
    /// <param name="contribution">This rank's values.</param>
    /// <returns>Rank 0's values, then rank 1's, and so on; the same on every rank.</returns>
    double[] Gather(ReadOnlySpan<double> contribution);

    /// <summary>
    /// Whether a training can go on after an exception of one of this strategy's members, because a worker was lost or wants to join: then
    /// <see cref="Regroup"/> follows. By default it cannot.
    /// </summary>
    /// <param name="failure">What was thrown.</param>
    /// <returns>True if those who are left may go on.</returns>
    bool CanRecover(Exception failure) => false;

    /// <summary>
    /// Whether this worker has left the others, who go on without it: then what was thrown ends its part of the training, and is no failure.
    /// By default nobody leaves.
    /// </summary>
    bool HasLeft => false;

    /// <summary>
    /// Brings every worker's replica to where the most advanced one stands. Called when a training begins, and after a failure that
    /// <see cref="CanRecover"/> accepts: then it first drops the step that was not completed, gathers whoever is left or new, and deals the
    /// shards anew, so that <see cref="Rank"/>, <see cref="WorkerCount"/> and <see cref="OwnShards"/> may change; <see cref="ShardCount"/> does not.
    /// Collective. By default nothing happens: the workers of a training begin it together.
    /// </summary>
    /// <param name="replica">This worker's replica.</param>
    /// <param name="failure">What was thrown; null when a training begins.</param>
    void Regroup(ITrainingReplica replica, Exception? failure)
    {
    }
}
