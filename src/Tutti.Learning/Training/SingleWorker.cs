namespace Tutti.Learning.Training;

/// <summary>
/// One worker that trains alone: a step is one shard, gradients stay where the model puts them, nothing is communicated. The same bits as
/// data-parallel training with one shard. Not thread-safe.
/// </summary>
public sealed class SingleWorker : ITrainingStrategy
{
    private static readonly int[] OnlyShard = [0];
    private IParameterSource? model;
    private float? loss;

    /// <inheritdoc/>
    public string Name => "single";

    /// <inheritdoc/>
    public int Rank => 0;

    /// <inheritdoc/>
    public int WorkerCount => 1;

    /// <inheritdoc/>
    public int ShardCount => 1;

    /// <inheritdoc/>
    public ReadOnlySpan<int> OwnShards => OnlyShard;

    /// <inheritdoc/>
    public void Attach(IParameterSource model)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.model = model;
        loss = null;
    }

    /// <inheritdoc/>
    public long GradientBytes => model is { } source
        ? Enumerable.Range(0, source.ParameterCount).Sum(index => (long)source.Values(index).Length * sizeof(float))
        : 0;

    /// <inheritdoc/>
    public void BeginShard(int position)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(position, 0);
        loss = null;
    }

    /// <inheritdoc/>
    public void CompleteShard(int position, float weightedLoss, double weight)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(position, 0);
        loss = weightedLoss;
    }

    /// <inheritdoc/>
    public void SkipShard(int position)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(position, 0);
        if (model is null) throw new InvalidOperationException(
            "SkipShard: the strategy has no model. Got no call of Attach. Expected one before the first step. Attach the model first.");
        for (var index = 0; index < model.ParameterCount; index++) model.Gradients(index).Clear();
        loss = 0;
    }

    /// <inheritdoc/>
    public StepOutcome CompleteStep(bool wantsToStop)
    {
        var result = loss ?? throw new InvalidOperationException(
            "CompleteStep: the shard is missing. Got nothing for position 0. Expected it completed or skipped. Call CompleteShard or SkipShard.");
        loss = null;
        return new StepOutcome(result, wantsToStop);
    }

    /// <inheritdoc/>
    public double[] Gather(ReadOnlySpan<double> contribution) => contribution.ToArray();
}
