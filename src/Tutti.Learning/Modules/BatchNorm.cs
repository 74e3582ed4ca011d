using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>
/// Normalises each feature over the batch: y = (x − μ) / √(σ² + ε) · weight + bias. While training μ and σ² are the batch's, and running
/// statistics take their share; in use they are the running ones. The batch is what the forward pass is given, or all parts of which that is
/// one, <see cref="BatchSynchronization"/>. Parameters <c>weight</c> (ones) and <c>bias</c> (zeros)
/// <c>[features]</c>; buffers <c>running_mean</c> (zeros), <c>running_var</c> (ones) and <c>num_batches_tracked</c> (Int64).
/// </summary>
public abstract class BatchNorm : Module
{
    private readonly Tensor? weight, bias, runningMean, runningVariance, batchCount;
    private readonly BatchNormOptions options;

    private protected BatchNorm(int features, BatchNormOptions? options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        this.options = options ?? new();
        this.options.ThrowIfInvalid();
        Features = features;
        if (this.options.Affine)
        {
            weight = AddParameter("weight", [features], Initializer.Ones);
            bias = AddParameter("bias", [features], Initializer.Zeros);
        }
        if (!this.options.TrackRunningStatistics) return;
        runningMean = AddBuffer("running_mean", [features]);
        runningVariance = AddBuffer("running_var", [features], initialValue: 1);
        batchCount = AddBuffer("num_batches_tracked", [], elementType: ElementType.Int64);
    }

    /// <summary>How many features, or channels, the input has.</summary>
    public int Features { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        EnsureInitialized();
        CheckShape(input.Shape);
        var momentum = options.Momentum ?? 0;
        var exchange = IsTraining ? BatchSynchronization.Current : null;
        if (IsTraining && batchCount is not null)
        {
            var batch = batchCount.AsSpan<long>()[0] + 1;
            momentum = options.Momentum ?? 1.0 / batch;
            var result = input.BatchNorm(weight, bias, runningMean, runningVariance, isTraining: true, momentum, options.Epsilon, exchange);
            batchCount.AsSpan<long>()[0] = batch;
            return result;
        }
        return input.BatchNorm(
            weight, bias, runningMean, runningVariance, IsTraining || runningMean is null, momentum, options.Epsilon, exchange);
    }

    private protected abstract void CheckShape(Shape shape);
}
